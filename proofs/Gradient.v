(** * The input gradient far along a ray (paper A, Lemma 4) *)

From Farfield Require Import Basics Calculus Softmax Monotonic Tail Network Witnesses.
Import ListNotations.

Open Scope R_scope.

(** "The gradient of g decays": it exists everywhere on a last stretch of the
    ray, and its norm is at most [bound t] there. *)
Definition gradient_decays (D : nat) (g : vec -> R) (x v : vec) (bound : R -> R) : Prop :=
  exists A, forall t, A < t ->
    exists r, is_gradient D g (ray x v t) r /\ norm D r <= bound t.

(** "The norm of the gradient of g tends to 0 along the ray." *)
Definition gradient_tends_to_0 (D : nat) (g : vec -> R) (x v : vec) : Prop :=
  exists (A : R) (r : R -> vec),
    (forall t, A < t -> is_gradient D g (ray x v t) (r t))
    /\ tends_to (fun t => norm D (r t)) 0.

Lemma gradient_decays_tends : forall D g x v bound,
  gradient_decays D g x v bound -> tends_to bound 0 ->
  forall r, (exists B, forall t, B < t -> is_gradient D g (ray x v t) (r t)) ->
  tends_to (fun t => norm D (r t)) 0.
Proof.
  intros D g x v bound [A decays] Hb r [B Hr].
  apply tends_to_squeeze_0 with bound (Rmax A B + 1); [|exact Hb].
  intros t Ht. pose proof (Rmax_l A B). pose proof (Rmax_r A B).
  destruct (decays t ltac:(lra)) as [q [Hq Bq]].
  rewrite Rabs_pos_eq by apply norm_nonneg.
  rewrite (norm_ext D (r t) q); [exact Bq|].
  intros j Hj. apply (is_partial_unique g j (ray x v t)); [apply Hr; [lra|exact Hj] | apply Hq, Hj].
Qed.

(** ** Size of the gradient *)

Lemma softmax_grad_bound : forall C V p c j B,
  (c < C)%nat -> (forall m, (m < C)%nat -> 0 <= p m) -> sum_below C p = 1 ->
  (forall m, (m < C)%nat -> Rabs (V m j) <= B) ->
  Rabs (softmax_grad C V p c j) <= 2 * B * (p c * (1 - p c)).
Proof.
  intros C V p c j B Hc Hp Hs HB. rewrite softmax_grad_differences by exact Hs.
  rewrite Rabs_mult, (Rabs_pos_eq (p c)) by (apply Hp, Hc).
  replace (2 * B * (p c * (1 - p c))) with (p c * (2 * B * (1 - p c))) by ring.
  apply Rmult_le_compat_l; [apply Hp, Hc|].
  apply Rle_trans with (1 := sum_Rabs _ _).
  assert (E : 1 - p c = sum_except C c p) by (rewrite <- Hs, (sum_split C c) by exact Hc; ring).
  rewrite E. unfold sum_except. rewrite <- sum_scal. apply sum_le. intros m Hm.
  destruct (Nat.eqb_spec m c) as [->|Hne].
  - replace (p c * (V c j - V c j)) with 0 by ring. rewrite Rabs_R0. lra.
  - rewrite Rabs_mult, (Rabs_pos_eq (p m)) by (apply Hp, Hm).
    rewrite (Rmult_comm (2 * B)). apply Rmult_le_compat_l; [apply Hp, Hm|].
    unfold Rminus. apply Rle_trans with (1 := Rabs_triang _ _). rewrite Rabs_Ropp.
    pose proof (HB c Hc). pose proof (HB m Hm). lra.
Qed.

(** A bound for all entries of V over C classes and D inputs. *)
Lemma matrix_bound : forall C D (V : nat -> nat -> R),
  exists B, 0 <= B /\ forall m j, (m < C)%nat -> (j < D)%nat -> Rabs (V m j) <= B.
Proof.
  intros C D V.
  set (g := fun m => max0 D (fun j => Rabs (V m j))).
  exists (max0 C g). split; [apply max0_nonneg|]. intros m j Hm Hj.
  apply Rle_trans with (g m).
  - apply (max0_ge D (fun j => Rabs (V m j))). exact Hj.
  - apply max0_ge. exact Hm.
Qed.

Lemma softmax_is_distribution : forall C f, (0 < C)%nat ->
  (forall m, (m < C)%nat -> 0 <= softmax C f m) /\ sum_below C (softmax C f) = 1.
Proof.
  intros C f HC. split; [intros; apply Rlt_le, softmax_pos; assumption|].
  apply softmax_sum_one, HC.
Qed.

(** The gradient of a class probability on the tail. *)
Lemma tail_gradient : forall f C D x v T a b V t c,
  has_tail f C D x v T a b V -> T < t -> (c < C)%nat ->
  is_gradient D (fun y => softmax C (f y) c) (ray x v t)
    (softmax_grad C V (softmax C (f (ray x v t))) c).
Proof.
  intros f C D x v T a b V t c [_ HV] Ht Hc j Hj.
  apply softmax_partial; [exact Hc|]. intros i Hi. apply HV; assumption.
Qed.

(** p_c (1 - p_c) <= 1 - p_k for every c: what the top class leaves over. *)
Lemma spread_le_rest : forall C f c k, (c < C)%nat -> (k < C)%nat ->
  softmax C f c * (1 - softmax C f c) <= 1 - softmax C f k.
Proof.
  intros C f c k Hc Hk. pose proof (softmax_pos C f c Hc).
  pose proof (softmax_le_one C f c Hc).
  destruct (Nat.eq_dec c k) as [->|Hne]; [nra|].
  pose proof (softmax_le_one_minus C f k c Hk Hc (fun e => Hne (eq_sym e))). nra.
Qed.

(** On a saturating tail every coordinate of every class gradient is at most
    2 B rest exp (- gamma t). *)
Lemma saturating_gradient_bound : forall f C D x v T a b V k gamma B t c j,
  has_tail f C D x v T a b V -> saturating C b k gamma -> 0 <= B ->
  (forall m j, (m < C)%nat -> (j < D)%nat -> Rabs (V m j) <= B) ->
  T <= t -> 0 <= t -> (c < C)%nat -> (j < D)%nat ->
  Rabs (softmax_grad C V (softmax C (f (ray x v t))) c j)
  <= 2 * B * rest_mass C a k * exp (- gamma * t).
Proof.
  intros f C D x v T a b V k g B t c j [Hf _] saturates HB0 HB Ht t_nonneg Hc Hj.
  destruct (softmax_is_distribution C (f (ray x v t)) ltac:(lia)) as [Hp Hs].
  apply Rle_trans with (1 := softmax_grad_bound C V _ c j B Hc Hp Hs
                               (fun m Hm => HB m j Hm Hj)).
  rewrite (Rmult_assoc (2 * B)). apply Rmult_le_compat_l; [lra|].
  assert (Hk : (k < C)%nat) by apply saturates.
  apply Rle_trans with (1 := spread_le_rest C _ c k Hc Hk).
  rewrite (softmax_on_tail f C x v T a b t k Hf Ht Hk).
  apply saturating_gap_upper; assumption.
Qed.

(** ** Claim gradient-vanishes, repaired *)

(** On a saturating tail the gradient of every class probability vanishes, at
    least as fast as exp (- gamma t).  No monotonicity is needed. *)
Lemma gradient_decays_exponentially : forall f C D x v T a b V k gamma,
  has_tail f C D x v T a b V -> saturating C b k gamma ->
  exists M, forall c, (c < C)%nat ->
    gradient_decays D (fun y => softmax C (f y) c) x v (fun t => M * exp (- gamma * t)).
Proof.
  intros f C D x v T a b V k g Htail saturates.
  destruct (matrix_bound C D V) as [B [HB0 HB]].
  exists (INR D * (2 * B * rest_mass C a k)). intros c Hc.
  exists (Rmax T 0). intros t Ht. pose proof (Rmax_l T 0). pose proof (Rmax_r T 0).
  exists (softmax_grad C V (softmax C (f (ray x v t))) c). split.
  - apply tail_gradient with T a b; [exact Htail | lra | exact Hc].
  - rewrite Rmult_assoc. apply norm_bound. intros j Hj.
    apply saturating_gradient_bound with D T b; (assumption || lra).
Qed.

Lemma norm_of_sum : forall n D (w : vec) (u : nat -> vec), (forall m, (m < n)%nat -> 0 <= w m) ->
  norm D (fun j => sum_below n (fun m => w m * u m j)) <= sum_below n (fun m => w m * norm D (u m)).
Proof.
  intros n D w u nonneg. induction n as [|n IH]; cbn [sum_below].
  - unfold norm. rewrite (sum_ext D _ (fun _ => 0)), sum_zero, sqrt_0 by (intros; ring). lra.
  - apply Rle_trans with (1 := norm_triangle D (fun j => sum_below n (fun m => w m * u m j))
      (fun j => w n * u n j)).
    rewrite norm_scal by (apply nonneg; lia).
    specialize (IH ltac:(intros; apply nonneg; lia)). lra.
Qed.

(** The rate, with its constant: if a_c - a_k <= A for every other class,
    || grad p_c || <= 2 (C - 1) max || V_k - V_c' || exp A exp (- gamma t). *)
Theorem gradient_vanishes_rate : forall f C D x v T a b V k gamma A,
  (1 < C)%nat -> has_tail f C D x v T a b V -> saturating C b k gamma ->
  (forall c, (c < C)%nat -> c <> k -> a c - a k <= A) ->
  forall c t, (c < C)%nat -> T < t -> 0 <= t -> exists g,
    is_gradient D (fun y => softmax C (f y) c) (ray x v t) g
    /\ norm D g <= 2 * INR (C - 1) * max0 C (fun m => norm D (fun j => V k j - V m j))
         * exp A * exp (- gamma * t).
Proof.
  intros f C D x v T a b V k gamma A several tail sat gaps c t below late forward.
  pose proof (proj1 sat) as k_below. set (p := softmax C (f (ray x v t))).
  exists (softmax_grad C V p c). split; [apply tail_gradient with T a b; assumption|].
  set (W := max0 C (fun m => norm D (fun j => V k j - V m j))).
  assert (W_nonneg : 0 <= W) by apply max0_nonneg.
  assert (p_pos : forall m, (m < C)%nat -> 0 < p m) by (intros; apply softmax_pos; assumption).
  assert (total : sum_below C p = 1) by (apply softmax_sum_one; lia).
  assert (near : forall m, (m < C)%nat -> norm D (fun j => V k j - V m j) <= W)
    by (intros m inside; apply (max0_ge C (fun m => norm D (fun j => V k j - V m j))), inside).
  assert (small : 1 - p k <= INR (C - 1) * exp A * exp (- gamma * t)).
  { unfold p. rewrite (softmax_on_tail f C x v T a b t k (proj1 tail)) by (lra || exact k_below).
    apply Rle_trans with (1 := saturating_gap_upper C a b k gamma t sat forward).
    apply Rmult_le_compat_r; [apply Rlt_le, exp_pos | apply rest_mass_le; assumption]. }
  assert (gradient : norm D (softmax_grad C V p c) <= 2 * W * (1 - p k)).
  { rewrite (norm_ext D _ (fun j => p c * sum_below C (fun m => p m * (V c j - V m j))))
      by (intros j _; apply softmax_grad_differences, total).
    rewrite norm_scal by (apply Rlt_le, p_pos, below).
    pose proof (norm_of_sum C D p (fun m j => V c j - V m j)
      (fun m inside => Rlt_le _ _ (p_pos m inside))) as sum. cbv beta in sum.
    set (s := norm D (fun j => sum_below C (fun m => p m * (V c j - V m j)))) in *.
    assert (s_nonneg : 0 <= s) by apply norm_nonneg.
    assert (k_small : p k <= 1) by (apply softmax_le_one, k_below).
    destruct (Nat.eq_dec c k) as [->|distinct].
    - assert (s <= W * (1 - p k)).
      { apply Rle_trans with (1 := sum).
        apply Rle_trans with (sum_below C (fun m => W * (p m - (if Nat.eqb m k then p m else 0)))).
        - apply sum_le. intros m inside. destruct (Nat.eqb_spec m k) as [->|other].
          + assert (zero : norm D (fun j => V k j - V k j) = 0).
            { unfold norm. rewrite (sum_ext D _ (fun _ => 0)), sum_zero by (intros; ring). apply sqrt_0. }
            rewrite zero. lra.
          + specialize (near m inside). pose proof (p_pos m inside). nra.
        - rewrite sum_scal, sum_minus, total, (sum_single C k p) by exact k_below. lra. }
      pose proof (p_pos k k_below).
      apply Rle_trans with (1 * s); [apply Rmult_le_compat_r; lra|].
      assert (0 <= W * (1 - p k)) by (apply Rmult_le_pos; lra). lra.
    - assert (s <= 2 * W).
      { apply Rle_trans with (1 := sum).
        apply Rle_trans with (sum_below C (fun m => 2 * W * p m)); [|rewrite sum_scal, total; lra].
        apply sum_le. intros m inside. pose proof (p_pos m inside).
        rewrite (Rmult_comm (2 * W)). apply Rmult_le_compat_l; [lra|].
        pose proof (norm_triangle D (fun j => V c j - V k j) (fun j => V k j - V m j)) as two. cbv beta in two.
        rewrite (norm_ext D (fun j => V c j - V k j + (V k j - V m j)) (fun j => V c j - V m j)) in two
          by (intros; ring).
        assert (same : norm D (fun j => V c j - V k j) = norm D (fun j => V k j - V c j))
          by (unfold norm; f_equal; apply sum_ext; intros; ring).
        pose proof (near m inside). pose proof (near c below). lra. }
      assert (p c <= 1 - p k) by (apply (softmax_le_one_minus C _ k c); auto).
      pose proof (p_pos c below). rewrite (Rmult_comm (p c)). apply Rmult_le_compat; lra. }
  apply Rle_trans with (1 := gradient).
  replace (2 * INR (C - 1) * W * exp A * exp (- gamma * t))
    with (2 * W * (INR (C - 1) * exp A * exp (- gamma * t))) by ring.
  apply Rmult_le_compat_l; lra.
Qed.

Theorem gradient_vanishes_repaired : forall f C D x v T a b V k,
  has_tail f C D x v T a b V -> unique_top C b k ->
  forall c, (c < C)%nat -> gradient_tends_to_0 D (fun y => softmax C (f y) c) x v.
Proof.
  intros f C D x v T a b V k Htail U c Hc.
  destruct (unique_top_saturating C b k U) as [g Hg].
  destruct (gradient_decays_exponentially f C D x v T a b V k g Htail Hg) as [M HM].
  exists T, (fun t => softmax_grad C V (softmax C (f (ray x v t))) c).
  assert (G : forall t, T < t -> is_gradient D (fun y => softmax C (f y) c) (ray x v t)
                (softmax_grad C V (softmax C (f (ray x v t))) c))
    by (intros; apply tail_gradient with T a b; assumption).
  split; [exact G|].
  apply (gradient_decays_tends D _ x v _ (HM c Hc)).
  - apply tends_to_exp_decay, Hg.
  - exists T. exact G.
Qed.

(** For networks: whatever the starting point, off the boundary. *)
Theorem gradient_vanishes_network : forall net C D x v k,
  off_boundary net (ray_germs x v) ->
  unique_top C (eval (bias_free net) v) k ->
  forall c, (c < C)%nat ->
    gradient_tends_to_0 D (fun y => softmax C (eval net y) c) x v.
Proof.
  intros net C D x v k Hoff U.
  apply (gradient_vanishes_repaired (eval net) C D x v _ _ _ _ k
           (network_has_tail net C D x v Hoff)).
  replace (tail_slope net x v) with (eval (bias_free net) v); [exact U|].
  apply functional_extensionality. intros i. symmetry. apply slopes_ignore_input.
Qed.

(** *** Two classes: the paper's own hypotheses suffice, with x_d <> 0 *)

(** Along a scaled coordinate the slopes are x_d times column d of V. *)
Lemma scaling_slope : forall f C D x d T a b V c,
  has_tail f C D x (scaling_direction x d) T a b V -> (d < D)%nat -> (c < C)%nat ->
  b c = x d * V c d.
Proof.
  intros f C D x d T a b V c [Hf HV] Hd Hc.
  set (v := scaling_direction x d) in *. set (t0 := T + 1).
  (* t -> f_c (x + t v) is f_c along coordinate d, reached at speed x_d *)
  assert (E : forall t, ray x v t = set_coord (ray x v t0) d (x d + x d * t)).
  { intros t. apply functional_extensionality. intros i.
    unfold ray, v, scaling_direction, set_coord.
    destruct (Nat.eqb_spec i d) as [->|]; ring. }
  assert (D1 : derivable_pt_lim (fun t => f (ray x v t) c) t0 (V c d * x d)).
  { apply derivable_pt_lim_ext with
      (fun t => (fun s => f (set_coord (ray x v t0) d s) c) (x d + x d * t));
      [intros t; cbv beta; rewrite <- E; reflexivity|].
    apply (derivable_pt_lim_comp (fun t => x d + x d * t)
             (fun s => f (set_coord (ray x v t0) d s) c)).
    - apply derivable_pt_lim_line.
    - replace (x d + x d * t0) with (ray x v t0 d).
      + apply HV; [unfold t0; lra | exact Hc | exact Hd].
      + unfold ray, v, scaling_direction. rewrite Nat.eqb_refl. ring. }
  assert (D2 : derivable_pt_lim (fun t => f (ray x v t) c) t0 (b c)).
  { apply derivable_pt_lim_near with (fun t => a c + b c * t) 1; [lra| |].
    - intros t Ht. apply Rabs_def2 in Ht. symmetry. apply Hf; [unfold t0 in *; lra | exact Hc].
    - apply derivable_pt_lim_line. }
  rewrite (derivable_pt_lim_unique _ _ _ _ D2 D1). ring.
Qed.

(** Monotonicity is needed at one point of the tail and in coordinate d only. *)
Theorem gradient_vanishes_two_classes : forall (I : vec -> Prop) f D x d T a b V,
  has_tail f 2 D x (scaling_direction x d) T a b V ->
  (d < D)%nat -> x d <> 0 ->
  componentwise_strictly_monotonic I D 2 (fun y => softmax 2 (f y)) ->
  (exists t, T < t /\ I (ray x (scaling_direction x d) t)) ->
  forall c, (c < 2)%nat ->
    gradient_tends_to_0 D (fun y => softmax 2 (f y) c) x (scaling_direction x d).
Proof.
  intros I f D x d T a b V Htail Hd Hx Hmono [t [Ht HI]].
  set (v := scaling_direction x d) in *.
  assert (G := tail_gradient f 2 D x v T a b V t 0 Htail Ht ltac:(lia) d Hd).
  assert (N : V 0%nat d <> V 1%nat d).
  { intros E. set (p := softmax 2 (f (ray x v t))) in *.
    assert (Z : softmax_grad 2 V p 0 d = 0).
    { rewrite softmax_grad_differences.
      - cbn [sum_below]. rewrite E. ring.
      - apply softmax_sum_one. lia. }
    destruct (Hmono 0%nat ltac:(lia) d Hd) as [U|U];
      destruct (U _ HI) as [r [Hr S]];
      rewrite (is_partial_unique _ _ _ _ _ Hr G), Z in S; lra. }
  assert (B0 := scaling_slope f 2 D x d T a b V 0 Htail Hd ltac:(lia)).
  assert (B1 := scaling_slope f 2 D x d T a b V 1 Htail Hd ltac:(lia)).
  assert (NB : b 0%nat <> b 1%nat).
  { rewrite B0, B1. intros E. apply N, (Rmult_eq_reg_l (x d)); assumption. }
  destruct (Rlt_dec (b 1%nat) (b 0%nat)) as [L|L].
  - apply (gradient_vanishes_repaired f 2 D x v T a b V 0 Htail).
    split; [lia|]. intros c Hc Hne. assert (c = 1%nat) as -> by lia. exact L.
  - apply (gradient_vanishes_repaired f 2 D x v T a b V 1 Htail).
    split; [lia|]. intros c Hc Hne. assert (c = 0%nat) as -> by lia. lra.
Qed.

(** *** The exact criterion *)

Lemma softmax_grad_limit : forall C V (p : R -> vec) l c j, (c < C)%nat ->
  (forall m, (m < C)%nat -> tends_to (fun t => p t m) (l m)) ->
  tends_to (fun t => softmax_grad C V (p t) c j) (softmax_grad C V l c j).
Proof.
  intros C V p l c j Hc Hp. unfold softmax_grad.
  apply (tends_to_mult (fun t => p t c)); [apply Hp, Hc|].
  apply (tends_to_minus (fun _ => V c j)); [apply tends_to_const|].
  apply (tends_to_sum C (fun t m => p t m * V m j) (fun m => l m * V m j)).
  intros m Hm. apply (tends_to_mult (fun t => p t m) (fun _ => V m j));
    [apply Hp, Hm | apply tends_to_const].
Qed.

(** The gradients of all classes vanish exactly if the rows of V agree over
    the classes of largest slope. *)
Theorem gradient_vanishes_criterion : forall f C D x v T a b V,
  has_tail f C D x v T a b V ->
  ((forall c, (c < C)%nat -> gradient_tends_to_0 D (fun y => softmax C (f y) c) x v)
   <-> (forall k l j, is_top C b k -> is_top C b l -> (j < D)%nat -> V k j = V l j)).
Proof.
  intros f C D x v T a b V Htail.
  set (p := fun t => softmax C (f (ray x v t))).
  set (q := limit_probability C a b).
  assert (Hp : forall m, (m < C)%nat -> tends_to (fun t => p t m) (q m))
    by (intros; apply tail_limit_law with T; [apply Htail | assumption]).
  split.
  - intros vanish k l j Hk Hl Hj.
    assert (HC : (0 < C)%nat) by (destruct Hk; lia).
    (* every top row equals the average of the rows under q *)
    assert (A : forall m, is_top C b m -> V m j = sum_below C (fun i => q i * V i j)).
    { intros m Hm. assert (Hm' : (m < C)%nat) by apply Hm.
      destruct (vanish m Hm') as [A [r [Hr Hlim]]].
      assert (L1 : tends_to (fun t => softmax_grad C V (p t) m j) 0).
      { apply tends_to_eventually with (fun t => r t j) (Rmax A T + 1).
        - intros t Ht. pose proof (Rmax_l A T). pose proof (Rmax_r A T).
          exact (is_partial_unique _ _ _ _ _ (Hr t ltac:(lra) j Hj)
                   (tail_gradient f C D x v T a b V t m Htail ltac:(lra) Hm' j Hj)).
        - apply (norm_tends_to_0_component D r j Hj Hlim). }
      assert (E := tends_to_unique _ _ _ L1 (softmax_grad_limit C V p q m j Hm' Hp)).
      unfold softmax_grad in E. pose proof (limit_probability_top_pos C a b m Hm) as P.
      fold q in P. symmetry in E. apply Rmult_integral in E. destruct E; lra. }
    rewrite (A k Hk), (A l Hl). reflexivity.
  - intros Heq c Hc. assert (HC : (0 < C)%nat) by lia.
    exists T, (fun t => softmax_grad C V (p t) c). split.
    + intros t Ht. apply tail_gradient with T a b; assumption.
    + apply norm_tends_to_0. intros j Hj.
      replace 0 with (softmax_grad C V q c j); [apply softmax_grad_limit; assumption|].
      rewrite softmax_grad_differences by (apply limit_probability_sum_one, HC).
      destruct (is_top_dec C b c Hc) as [Hct|Hn].
      * rewrite (sum_ext C _ (fun _ => 0)); [rewrite sum_zero; ring|].
        intros m Hm. destruct (is_top_dec C b m Hm) as [Hmt|Hmn].
        -- rewrite (Heq c m j Hct Hmt Hj). ring.
        -- unfold q. rewrite (limit_probability_below C a b m Hm Hmn). ring.
      * unfold q. rewrite (limit_probability_below C a b c Hc Hn). ring.
Qed.

(** ** Claim gradient-vanishes, refuted *)

(** Lemma 4 for ReLU networks.  Extra hypotheses: p is strictly monotonic on
    the whole space, and the scaled coordinate of x is not 0. *)
Definition gradient_vanishes_as_printed : Prop :=
  forall (net : network) D C x d c (grad : R -> vec),
    componentwise_strictly_monotonic everywhere D C (fun y => softmax C (eval net y)) ->
    (d < D)%nat -> x d <> 0 -> (c < C)%nat ->
    (forall alpha, 1 <= alpha ->
       is_gradient D (fun y => softmax C (eval net y) c) (scale x d alpha) (grad alpha)) ->
    tends_to (fun alpha => norm D (grad alpha)) 0.

(** The start of the witnesses' ray: (1, ln 2).  Any second coordinate would
    do; ln 2 makes the limits rational. *)
Definition start : vec := fun j => if Nat.eqb j 0 then 1 else ln 2.

Lemma scale_start : forall alpha j,
  scale start 0 alpha j = if Nat.eqb j 0 then alpha else ln 2.
Proof.
  intros alpha j. unfold scale, set_coord, start. cbn [Nat.eqb].
  destruct (Nat.eqb j 0); [ring|reflexivity].
Qed.

Lemma exp_decay : tends_to (fun t => exp (- t)) 0.
Proof.
  apply tends_to_ext with (fun t => exp (0 + (-1) * t)); [intros; f_equal; ring|].
  apply tends_to_exp_neg. lra.
Qed.

(** Probabilities of the witnesses along the ray: (W, 1, e) / (W + 1 + e) with
    W = 2^w and e = exp (- alpha). *)
Definition tie_weight (W : R) (e : R) (c : nat) : R :=
  if Nat.eqb c 0 then W else if Nat.eqb c 1 then 1 else e.

Lemma tie_net_on_ray : forall w alpha c, (c < 3)%nat ->
  softmax 3 (affine_map 2 (tie_weights w) (fun _ => 0) (scale start 0 alpha)) c
  = tie_weight (exp (w * ln 2)) (exp (- alpha)) c / (exp (w * ln 2) + 1 + exp (- alpha)).
Proof.
  intros w alpha c Hc.
  set (f := affine_map 2 (tie_weights w) (fun _ => 0) (scale start 0 alpha)).
  assert (F : f 0%nat = w * ln 2 /\ f 1%nat = 0 /\ f 2%nat = - alpha).
  { unfold f, affine_map. cbn [sum_below]. rewrite !scale_start. cbn [Nat.eqb].
    cbv [tie_weights rows nth]. repeat split; ring. }
  destruct F as [F0 [F1 F2]].
  unfold softmax. cbn [sum_below]. rewrite F0, F1, F2, exp_0.
  three c Hc; unfold tie_weight; cbn [Nat.eqb]; rewrite ?F0, ?F1, ?F2, ?exp_0; f_equal; ring.
Qed.

Lemma two_to_one : exp (1 * ln 2) = 2.
Proof. rewrite Rmult_1_l. apply exp_ln. lra. Qed.

Lemma two_to_two : exp (2 * ln 2) = 4.
Proof.
  replace (2 * ln 2) with (ln 2 + ln 2) by ring. rewrite exp_plus, exp_ln by lra. ring.
Qed.

Lemma tie_weight_limit : forall w c, 0 < w ->
  tends_to (fun t => tie_weight w (exp (- t)) c / (w + 1 + exp (- t)))
           (tie_weight w 0 c / (w + 1)).
Proof.
  intros w c Hw. unfold Rdiv. apply tends_to_mult.
  - unfold tie_weight. destruct (Nat.eqb c 0); [apply tends_to_const|].
    destruct (Nat.eqb c 1); [apply tends_to_const | apply exp_decay].
  - apply tends_to_inv; [lra|].
    assert (L := tends_to_plus _ _ _ _ (tends_to_const (w + 1)) exp_decay).
    rewrite Rplus_0_r in L. exact L.
Qed.

Lemma tie_net_limit : forall w c, (c < 3)%nat ->
  tends_to (fun alpha => softmax 3 (affine_map 2 (tie_weights w) (fun _ => 0)
                                      (scale start 0 alpha)) c)
           (tie_weight (exp (w * ln 2)) 0 c / (exp (w * ln 2) + 1)).
Proof.
  intros w c Hc. eapply tends_to_ext; [|apply tie_weight_limit, exp_pos].
  intros t. symmetry. apply tie_net_on_ray, Hc.
Qed.

Lemma start_nonzero : start 0%nat <> 0.
Proof. unfold start. simpl. lra. Qed.

(** Along the ray d p_0 / d x_2 tends to (2/3)(1/3), not to 0. *)
Theorem gradient_vanishes_as_printed_false : ~ gradient_vanishes_as_printed.
Proof.
  intros claim.
  set (p := fun alpha => softmax 3 (affine_map 2 (tie_weights 1) (fun _ => 0)
                                      (scale start 0 alpha))).
  assert (L := claim (tie_net 1) 2%nat 3%nat start 0%nat 0%nat
    (fun alpha => softmax_grad 3 (tie_weights 1) (p alpha) 0)
    (tie_net_monotonic 1 ltac:(lra)) ltac:(lia) start_nonzero ltac:(lia)
    (fun alpha _ j Hj => through_relu_partial 2 (tie_weights 1) (fun _ => 0) 3
       (scale start 0 alpha) 0 j ltac:(lia) Hj)).
  apply (norm_tends_to_0_component 2 (fun alpha => softmax_grad 3 (tie_weights 1) (p alpha) 0) 1)
    in L; [|lia].
  assert (E := tends_to_unique _ _ _ L
    (softmax_grad_limit 3 (tie_weights 1) p _ 0 1 ltac:(lia) (fun m Hm => tie_net_limit 1 m Hm))).
  rewrite two_to_one in E. unfold softmax_grad in E. cbn [sum_below] in E.
  cbv [tie_weights rows nth tie_weight Nat.eqb] in E. lra.
Qed.

(** Without x_d <> 0 the claim fails even for one input and two classes:
    scaling 0 does nothing. *)
Definition gradient_vanishes_zero_coordinate : Prop :=
  forall (net : network) D x d c (grad : R -> vec),
    componentwise_strictly_monotonic everywhere D 2 (fun y => softmax 2 (eval net y)) ->
    (d < D)%nat -> (c < 2)%nat ->
    (forall alpha, 1 <= alpha ->
       is_gradient D (fun y => softmax 2 (eval net y) c) (scale x d alpha) (grad alpha)) ->
    tends_to (fun alpha => norm D (grad alpha)) 0.

Theorem gradient_vanishes_zero_coordinate_false : ~ gradient_vanishes_zero_coordinate.
Proof.
  intros claim.
  set (g := softmax_grad 2 still_weights
              (softmax 2 (affine_map 1 still_weights (fun _ => 0) (fun _ => 0))) 0).
  assert (E : forall alpha, scale (fun _ => 0) 0 alpha = (fun _ => 0)).
  { intros alpha. apply functional_extensionality. intros i. unfold scale, set_coord.
    destruct (Nat.eqb i 0); ring. }
  assert (L := claim still_net 1%nat (fun _ => 0) 0%nat 0%nat (fun _ => g)
    still_net_monotonic ltac:(lia) ltac:(lia)).
  assert (L' : tends_to (fun _ : R => norm 1 g) 0).
  { apply L. intros alpha _ j Hj. rewrite E. apply through_relu_partial; [lia|exact Hj]. }
  apply (norm_tends_to_0_component 1 (fun _ => g) 0) in L'; [|lia].
  assert (Z := tends_to_unique _ _ _ L' (tends_to_const (g 0%nat))).
  unfold g, softmax_grad in Z. cbn [sum_below] in Z.
  destruct (two_classes (affine_map 1 still_weights (fun _ => 0) (fun _ => 0))) as [P0 [P1 _]].
  set (p := softmax 2 _) in *. cbv [still_weights rows nth] in Z. nra.
Qed.
