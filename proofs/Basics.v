(** * Vectors, finite sums, maxima, and limits at infinity

    The shared vocabulary of the development.  Only the standard library is
    used.

    Glossary (symbol of the papers -> name here)

    - R^n, a vector           [vec], a function from coordinates to reals; whoever
                              reads a vector also takes its dimension
    - sum over c < n          [sum_below n g];  without its k-th term [sum_except n k g]
    - max over c < n of
      non-negative numbers    [max0 n g]
    - x(t) = x' + t v         [ray x v t]
    - alpha (.) x', scaling
      coordinate d            [scale x d alpha]
    - limit as t -> infinity  [tends_to u l];  [diverges u] when u -> +infinity
    - derivative in
      coordinate j            [is_partial] (file Calculus)
    - softmax, MSP            [softmax], [confidence] (file Softmax)
    - Definition 6, paper A   [componentwise_strictly_monotonic] (file Monotonic)
    - tail a + t b            [has_tail] (file Tail)
    - ReLU network, germ      [network], [push] (file Network) *)

(** The only file that names the standard library: the others get it through
    this one.  ("From Coq" is accepted by Coq 8.x and, with a deprecation
    warning, by Rocq 9.x.) *)
From Coq Require Export Reals Lra Lia Arith List FunctionalExtensionality.
From Coq Require QArith Qreals.

Open Scope R_scope.

(** A vector is a function from coordinates to reals.  Every definition
    that reads a vector takes its dimension [n] as well, and looks only at
    coordinates [0 .. n-1]. *)
Definition vec := nat -> R.

(** [sum_below n g] is g 0 + g 1 + ... + g (n-1). *)
Fixpoint sum_below (n : nat) (g : nat -> R) : R :=
  match n with
  | O => 0
  | S m => sum_below m g + g m
  end.

(** [sum_except n k g] is the same sum without its k-th term. *)
Definition sum_except (n k : nat) (g : nat -> R) : R :=
  sum_below n (fun c => if Nat.eqb c k then 0 else g c).

(** [max0 n g] is the largest of 0, g 0, ..., g (n-1).  It is used for
    probabilities and absolute values only, so the 0 never matters
    (for n > 0). *)
Fixpoint max0 (n : nat) (g : nat -> R) : R :=
  match n with
  | O => 0
  | S m => Rmax (max0 m g) (g m)
  end.

(** [set_coord x j s] is x with coordinate j replaced by s. *)
Definition set_coord (x : vec) (j : nat) (s : R) : vec :=
  fun i => if Nat.eqb i j then s else x i.

(** [affine_map n W b x] is the vector W x + b, for n inputs. *)
Definition affine_map (n : nat) (W : nat -> nat -> R) (b x : vec) : vec :=
  fun i => sum_below n (fun j => W i j * x j) + b i.

(** The ray that starts at x and moves in direction v. *)
Definition ray (x v : vec) (t : R) : vec := fun j => x j + t * v j.

(** x with coordinate d multiplied by alpha: the scaling of paper A. *)
Definition scale (x : vec) (d : nat) (alpha : R) : vec :=
  set_coord x d (alpha * x d).

(** The direction in which scaling coordinate d moves x: x_d e_d. *)
Definition scaling_direction (x : vec) (d : nat) : vec :=
  fun j => if Nat.eqb j d then x d else 0.

(** Limits as the real argument goes to +infinity. *)
Definition tends_to (u : R -> R) (l : R) : Prop :=
  forall eps, 0 < eps -> exists A, forall t, A <= t -> Rabs (u t - l) < eps.

Definition diverges (u : R -> R) : Prop :=
  forall M, exists A, forall t, A <= t -> M <= u t.

Lemma set_coord_same : forall x j, set_coord x j (x j) = x.
Proof.
  intros x j. apply functional_extensionality. intros i.
  unfold set_coord. destruct (Nat.eqb_spec i j); congruence.
Qed.

Lemma set_coord_at : forall x j s, set_coord x j s j = s.
Proof. intros x j s. unfold set_coord. rewrite Nat.eqb_refl. reflexivity. Qed.

Lemma set_coord_other : forall x j s i, i <> j -> set_coord x j s i = x i.
Proof. intros x j s i other. unfold set_coord. destruct (Nat.eqb_spec i j); congruence. Qed.

(** Scaling one coordinate moves along a ray; alpha = 1 + t. *)
Lemma scale_ray : forall x d t,
  scale x d (1 + t) = ray x (scaling_direction x d) t.
Proof.
  intros x d t. apply functional_extensionality. intros i.
  unfold scale, ray, scaling_direction, set_coord.
  destruct (Nat.eqb_spec i d) as [->|]; ring.
Qed.

(** ** Finite sums *)

Lemma sum_ext : forall n f g,
  (forall k, (k < n)%nat -> f k = g k) -> sum_below n f = sum_below n g.
Proof.
  induction n as [|n IH]; intros f g equal; simpl; [reflexivity|].
  rewrite (IH f g), (equal n); auto with arith.
Qed.

Lemma sum_le : forall n f g,
  (forall k, (k < n)%nat -> f k <= g k) -> sum_below n f <= sum_below n g.
Proof.
  induction n as [|n IH]; intros f g termwise; simpl; [lra|].
  assert (sum_below n f <= sum_below n g) by (apply IH; auto with arith).
  assert (f n <= g n) by (apply termwise; auto with arith).
  lra.
Qed.

Lemma sum_lt : forall n f g j,
  (j < n)%nat ->
  (forall k, (k < n)%nat -> f k <= g k) -> f j < g j -> sum_below n f < sum_below n g.
Proof.
  induction n as [|n IH]; intros f g j Hj Hle Hlt; simpl; [lia|].
  assert (Hn : f n <= g n) by (apply Hle; lia).
  destruct (Nat.eq_dec j n) as [->|Hne].
  - assert (sum_below n f <= sum_below n g) by (apply sum_le; intros; apply Hle; lia).
    lra.
  - assert (sum_below n f < sum_below n g)
      by (apply (IH f g j); [lia | intros; apply Hle; lia | exact Hlt]).
    lra.
Qed.

Lemma sum_zero : forall n, sum_below n (fun _ => 0) = 0.
Proof. induction n as [|n IH]; simpl; [|rewrite IH]; lra. Qed.

Lemma sum_plus : forall n f g,
  sum_below n (fun k => f k + g k) = sum_below n f + sum_below n g.
Proof. induction n as [|n IH]; intros; simpl; [|rewrite IH]; lra. Qed.

Lemma sum_minus : forall n f g,
  sum_below n (fun k => f k - g k) = sum_below n f - sum_below n g.
Proof. induction n as [|n IH]; intros; simpl; [|rewrite IH]; lra. Qed.

Lemma sum_scal : forall n a f, sum_below n (fun k => a * f k) = a * sum_below n f.
Proof. induction n as [|n IH]; intros; simpl; [|rewrite IH]; lra. Qed.

Lemma sum_scal_r : forall n a f, sum_below n (fun k => f k * a) = sum_below n f * a.
Proof. induction n as [|n IH]; intros; simpl; [|rewrite IH]; lra. Qed.

Lemma sum_nonneg : forall n f,
  (forall k, (k < n)%nat -> 0 <= f k) -> 0 <= sum_below n f.
Proof.
  intros n f nonneg. rewrite <- (sum_zero n). apply sum_le. exact nonneg.
Qed.

Lemma sum_term_le : forall n f j,
  (j < n)%nat -> (forall k, (k < n)%nat -> 0 <= f k) -> f j <= sum_below n f.
Proof.
  induction n as [|n IH]; intros f j Hj nonneg; simpl; [lia|].
  assert (0 <= f n) by (apply nonneg; lia).
  destruct (Nat.eq_dec j n) as [->|Hne].
  - assert (0 <= sum_below n f) by (apply sum_nonneg; intros; apply nonneg; lia). lra.
  - assert (f j <= sum_below n f) by (apply IH; [lia | intros; apply nonneg; lia]). lra.
Qed.

Lemma sum_pos : forall n f,
  (0 < n)%nat -> (forall k, (k < n)%nat -> 0 < f k) -> 0 < sum_below n f.
Proof.
  intros n f Hn positive.
  apply Rlt_le_trans with (f 0%nat); [apply positive; exact Hn|].
  apply sum_term_le; [exact Hn|]. intros k Hk. apply Rlt_le, positive, Hk.
Qed.

Lemma sum_split : forall n k g,
  (k < n)%nat -> sum_below n g = g k + sum_except n k g.
Proof.
  unfold sum_except.
  induction n as [|n IH]; intros k g Hk; simpl; [lia|].
  destruct (Nat.eq_dec k n) as [->|Hne].
  - rewrite Nat.eqb_refl.
    rewrite (sum_ext n (fun c => if Nat.eqb c n then 0 else g c) g); [lra|].
    intros c Hc. destruct (Nat.eqb_spec c n); [lia|reflexivity].
  - rewrite (IH k g) by lia.
    destruct (Nat.eqb_spec n k); [lia|]. lra.
Qed.

Lemma sum_single : forall n k g,
  (k < n)%nat -> sum_below n (fun c => if Nat.eqb c k then g c else 0) = g k.
Proof.
  intros n k g Hk. rewrite (sum_split n k) by exact Hk.
  rewrite Nat.eqb_refl. unfold sum_except.
  rewrite (sum_ext n _ (fun _ => 0)); [rewrite sum_zero; lra|].
  intros c _. destruct (Nat.eqb c k); reflexivity.
Qed.

(** ** Maxima *)

Lemma max0_nonneg : forall n g, 0 <= max0 n g.
Proof.
  induction n as [|n IH]; intros g; simpl; [lra|].
  apply Rle_trans with (max0 n g); [apply IH | apply Rmax_l].
Qed.

Lemma max0_ge : forall n g j, (j < n)%nat -> g j <= max0 n g.
Proof.
  induction n as [|n IH]; intros g j Hj; simpl; [lia|].
  destruct (Nat.eq_dec j n) as [->|Hne]; [apply Rmax_r|].
  apply Rle_trans with (max0 n g); [apply IH; lia | apply Rmax_l].
Qed.

Lemma max0_le : forall n g M,
  0 <= M -> (forall j, (j < n)%nat -> g j <= M) -> max0 n g <= M.
Proof.
  induction n as [|n IH]; intros g M HM below_M; simpl; [exact HM|].
  apply Rmax_lub; [apply IH; [exact HM | intros; apply below_M; lia] | apply below_M; lia].
Qed.

Lemma max0_lt : forall n g M,
  0 < M -> (forall j, (j < n)%nat -> g j < M) -> max0 n g < M.
Proof.
  induction n as [|n IH]; intros g M HM below_M; simpl; [exact HM|].
  apply Rmax_lub_lt; [apply IH; [exact HM | intros; apply below_M; lia] | apply below_M; lia].
Qed.

Lemma max0_ext : forall n f g,
  (forall k, (k < n)%nat -> f k = g k) -> max0 n f = max0 n g.
Proof.
  induction n as [|n IH]; intros f g equal; simpl; [reflexivity|].
  rewrite (IH f g), (equal n); auto with arith.
Qed.

(** ** Limits at infinity *)

Lemma tends_to_const : forall l, tends_to (fun _ => l) l.
Proof.
  intros l eps Heps. exists 0. intros t _.
  replace (l - l) with 0 by lra. rewrite Rabs_R0. exact Heps.
Qed.

(** Only the values for large t matter. *)
Lemma tends_to_eventually : forall u w l T,
  (forall t, T <= t -> u t = w t) -> tends_to u l -> tends_to w l.
Proof.
  intros u w l T Huw Hu eps Heps. destruct (Hu eps Heps) as [A HA].
  exists (Rmax A T). intros t Ht.
  assert (A <= t) by (apply Rle_trans with (Rmax A T); [apply Rmax_l | exact Ht]).
  assert (T <= t) by (apply Rle_trans with (Rmax A T); [apply Rmax_r | exact Ht]).
  rewrite <- Huw by assumption. apply HA. assumption.
Qed.

Lemma tends_to_ext : forall u w l,
  (forall t, u t = w t) -> tends_to u l -> tends_to w l.
Proof. intros u w l equal. apply (tends_to_eventually u w l 0). auto. Qed.

Lemma tends_to_plus : forall u w l m,
  tends_to u l -> tends_to w m -> tends_to (fun t => u t + w t) (l + m).
Proof.
  intros u w l m Hu Hw eps Heps.
  destruct (Hu (eps / 2)) as [A HA]; [lra|].
  destruct (Hw (eps / 2)) as [B HB]; [lra|].
  exists (Rmax A B). intros t Ht.
  assert (A <= t) by (apply Rle_trans with (Rmax A B); [apply Rmax_l | exact Ht]).
  assert (B <= t) by (apply Rle_trans with (Rmax A B); [apply Rmax_r | exact Ht]).
  replace (u t + w t - (l + m)) with ((u t - l) + (w t - m)) by ring.
  apply Rle_lt_trans with (1 := Rabs_triang _ _).
  assert (Rabs (u t - l) < eps / 2) by (apply HA; assumption).
  assert (Rabs (w t - m) < eps / 2) by (apply HB; assumption).
  lra.
Qed.

Lemma tends_to_scal : forall a u l,
  tends_to u l -> tends_to (fun t => a * u t) (a * l).
Proof.
  intros a u l Hu eps Heps.
  assert (Hp : 0 < Rabs a + 1) by (pose proof (Rabs_pos a); lra).
  destruct (Hu (eps / (Rabs a + 1))) as [A HA].
  { apply Rdiv_lt_0_compat; lra. }
  exists A. intros t Ht. specialize (HA t Ht).
  replace (a * u t - a * l) with (a * (u t - l)) by ring.
  rewrite Rabs_mult.
  apply Rle_lt_trans with ((Rabs a + 1) * Rabs (u t - l)).
  - apply Rmult_le_compat_r; [apply Rabs_pos | lra].
  - replace eps with ((Rabs a + 1) * (eps / (Rabs a + 1))) by (field; lra).
    apply Rmult_lt_compat_l; assumption.
Qed.

Lemma tends_to_minus : forall u w l m,
  tends_to u l -> tends_to w m -> tends_to (fun t => u t - w t) (l - m).
Proof.
  intros u w l m Hu Hw.
  apply tends_to_ext with (fun t => u t + (-1) * w t); [intros; ring|].
  replace (l - m) with (l + (-1) * m) by ring.
  apply tends_to_plus; [exact Hu | apply tends_to_scal; exact Hw].
Qed.

Lemma tends_to_sum : forall n (u : R -> nat -> R) (l : nat -> R),
  (forall k, (k < n)%nat -> tends_to (fun t => u t k) (l k)) ->
  tends_to (fun t => sum_below n (u t)) (sum_below n l).
Proof.
  induction n as [|n IH]; intros u l each; simpl.
  - apply tends_to_const.
  - apply (tends_to_plus (fun t => sum_below n (u t)) (fun t => u t n)).
    + apply IH. intros. apply each. lia.
    + apply each. lia.
Qed.

(** Continuous functions preserve limits. *)
Lemma tends_to_continuous : forall g u l,
  continuity_pt g l -> tends_to u l -> tends_to (fun t => g (u t)) (g l).
Proof.
  intros g u l Hg Hu eps Heps.
  destruct (Hg eps Heps) as [d [Hd Hcont]].
  destruct (Hu d Hd) as [A HA]. exists A. intros t Ht.
  destruct (Req_dec (u t) l) as [E|E].
  - rewrite E. replace (g l - g l) with 0 by ring. rewrite Rabs_R0. exact Heps.
  - apply Hcont. split.
    + split; [exact I | intro; apply E; symmetry; assumption].
    + apply HA. exact Ht.
Qed.

Lemma tends_to_inv : forall u l,
  l <> 0 -> tends_to u l -> tends_to (fun t => / u t) (/ l).
Proof.
  intros u l Hl Hu.
  apply (tends_to_continuous (fun x => / x) u l); [|exact Hu].
  apply (continuity_pt_inv (fun x => x) l); [|exact Hl].
  apply derivable_continuous_pt, derivable_pt_id.
Qed.

Lemma tends_to_square : forall u l,
  tends_to u l -> tends_to (fun t => u t * u t) (l * l).
Proof.
  intros u l Hu.
  apply (tends_to_continuous (fun x => x * x) u l); [|exact Hu].
  apply (continuity_pt_mult (fun x => x) (fun x => x) l);
    apply derivable_continuous_pt, derivable_pt_id.
Qed.

Lemma tends_to_mult : forall u w l m,
  tends_to u l -> tends_to w m -> tends_to (fun t => u t * w t) (l * m).
Proof.
  intros u w l m Hu Hw.
  apply tends_to_ext with
    (fun t => / 4 * ((u t + w t) * (u t + w t) - (u t - w t) * (u t - w t)));
    [intros; field|].
  replace (l * m) with (/ 4 * ((l + m) * (l + m) - (l - m) * (l - m))) by field.
  apply tends_to_scal, tends_to_minus;
    apply (tends_to_square (fun t => _)).
  - apply tends_to_plus; assumption.
  - apply tends_to_minus; assumption.
Qed.

Lemma tends_to_max : forall u w l m,
  tends_to u l -> tends_to w m ->
  tends_to (fun t => Rmax (u t) (w t)) (Rmax l m).
Proof.
  intros u w l m Hu Hw eps Heps.
  destruct (Hu eps Heps) as [A HA]. destruct (Hw eps Heps) as [B HB].
  exists (Rmax A B). intros t Ht.
  assert (A <= t) by (apply Rle_trans with (Rmax A B); [apply Rmax_l | exact Ht]).
  assert (B <= t) by (apply Rle_trans with (Rmax A B); [apply Rmax_r | exact Ht]).
  specialize (HA t ltac:(assumption)). specialize (HB t ltac:(assumption)).
  apply Rabs_def2 in HA. apply Rabs_def2 in HB.
  unfold Rmax. destruct (Rle_dec (u t) (w t)), (Rle_dec l m);
    apply Rabs_def1; lra.
Qed.

Lemma tends_to_max0 : forall n (u : R -> nat -> R) (l : nat -> R),
  (forall k, (k < n)%nat -> tends_to (fun t => u t k) (l k)) ->
  tends_to (fun t => max0 n (u t)) (max0 n l).
Proof.
  induction n as [|n IH]; intros u l each; simpl.
  - apply tends_to_const.
  - apply (tends_to_max (fun t => max0 n (u t)) (fun t => u t n)).
    + apply IH. intros. apply each. lia.
    + apply each. lia.
Qed.

Lemma tends_to_unique : forall u l m,
  tends_to u l -> tends_to u m -> l = m.
Proof.
  intros u l m Hl Hm.
  destruct (Req_dec l m) as [E|E]; [exact E|exfalso].
  assert (Hd : 0 < Rabs (l - m)) by (apply Rabs_pos_lt; lra).
  destruct (Hl (Rabs (l - m) / 2)) as [A HA]; [lra|].
  destruct (Hm (Rabs (l - m) / 2)) as [B HB]; [lra|].
  pose proof (HA (Rmax A B) (Rmax_l A B)) as near_l.
  pose proof (HB (Rmax A B) (Rmax_r A B)) as near_m.
  rewrite Rabs_minus_sym in near_l.
  assert (Rabs (l - m) <= Rabs (l - u (Rmax A B)) + Rabs (u (Rmax A B) - m)).
  { replace (l - m) with ((l - u (Rmax A B)) + (u (Rmax A B) - m)) by ring.
    apply Rabs_triang. }
  lra.
Qed.

(** exp (p + q t) goes to 0 when the slope q is negative. *)
Lemma tends_to_exp_neg : forall p q,
  q < 0 -> tends_to (fun t => exp (p + q * t)) 0.
Proof.
  intros p q Hq eps Heps.
  exists ((ln eps - p) / q + 1). intros t Ht.
  rewrite Rminus_0_r, Rabs_pos_eq by (apply Rlt_le, exp_pos).
  rewrite <- (exp_ln eps) at 1 by exact Heps.
  apply exp_increasing.
  assert (late : (ln eps - p) / q < t) by lra.
  apply (Rmult_lt_gt_compat_neg_l q) in late; [|exact Hq].
  replace (q * ((ln eps - p) / q)) with (ln eps - p) in late by (field; lra).
  lra.
Qed.

Lemma tends_to_squeeze_0 : forall u w T,
  (forall t, T <= t -> Rabs (u t) <= w t) -> tends_to w 0 -> tends_to u 0.
Proof.
  intros u w T bounded Hw eps Heps. destruct (Hw eps Heps) as [A HA].
  exists (Rmax A T). intros t Ht.
  pose proof (Rmax_l A T). pose proof (Rmax_r A T).
  specialize (HA t ltac:(lra)). specialize (bounded t ltac:(lra)).
  rewrite Rminus_0_r in *. pose proof (Rle_abs (w t)). lra.
Qed.

(** A quantity tends to l if its distance from l tends to 0. *)
Lemma tends_to_of_gap : forall u l, tends_to (fun t => u t - l) 0 -> tends_to u l.
Proof.
  intros u l gap eps positive. destruct (gap eps positive) as [A close].
  exists A. intros t late. specialize (close t late). rewrite Rminus_0_r in close. exact close.
Qed.

(** Moving the starting point of time does not change a limit. *)
Lemma tends_to_shift : forall u l s,
  tends_to u l <-> tends_to (fun t => u (s + t)) l.
Proof.
  intros u l s. split; intros limit eps Heps; destruct (limit eps Heps) as [A HA].
  - exists (A - s). intros t Ht. apply HA. lra.
  - exists (A + s). intros t Ht. replace t with (s + (t - s)) by ring.
    apply HA. lra.
Qed.

Lemma tends_to_Rabs_0 : forall u, tends_to u 0 <-> tends_to (fun t => Rabs (u t)) 0.
Proof.
  intros u. split; intros limit eps Heps; destruct (limit eps Heps) as [A HA];
    exists A; intros t Ht; specialize (HA t Ht); rewrite Rminus_0_r in *.
  - rewrite Rabs_Rabsolu. exact HA.
  - rewrite Rabs_Rabsolu in HA. exact HA.
Qed.

(** (p + q t) exp (- r t) goes to 0 for r > 0: an exponential beats a line. *)
Lemma tends_to_line_exp : forall p q r,
  0 < r -> tends_to (fun t => (p + q * t) * exp (- r * t)) 0.
Proof.
  intros p q r Hr.
  set (m := Rabs p + Rabs q * (2 / r)).
  apply tends_to_squeeze_0 with (fun t => m * exp (0 + (- r / 2) * t)) 0.
  - intros t Ht. rewrite Rabs_mult, (Rabs_pos_eq (exp _)) by apply Rlt_le, exp_pos.
    replace (exp (- r * t)) with (exp (- (r / 2 * t)) * exp (0 + - r / 2 * t))
      by (rewrite <- exp_plus; f_equal; field).
    rewrite <- Rmult_assoc. apply Rmult_le_compat_r; [apply Rlt_le, exp_pos|].
    (* |p + q t| e^{-rt/2} <= |p| + |q| t e^{-rt/2} and s e^{-s} <= 1 *)
    set (s := r / 2 * t).
    assert (Hs : 0 <= s) by (unfold s; apply Rmult_le_pos; lra).
    assert (Es : s * exp (- s) <= 1).
    { apply (Rmult_le_reg_r (exp s)); [apply exp_pos|].
      rewrite Rmult_assoc, <- exp_plus. replace (- s + s) with 0 by ring.
      rewrite exp_0. pose proof (exp_ineq1_le s). lra. }
    assert (E1 : exp (- s) <= 1).
    { rewrite <- exp_0. destruct (Req_dec s 0) as [->|].
      - rewrite Ropp_0. lra.
      - apply Rlt_le, exp_increasing. lra. }
    assert (A : Rabs (p + q * t) <= Rabs p + Rabs q * t).
    { apply Rle_trans with (1 := Rabs_triang _ _). rewrite Rabs_mult.
      rewrite (Rabs_pos_eq t) by exact Ht. lra. }
    apply Rle_trans with ((Rabs p + Rabs q * t) * exp (- s)).
    { apply Rmult_le_compat_r; [apply Rlt_le, exp_pos | exact A]. }
    replace ((Rabs p + Rabs q * t) * exp (- s))
      with (Rabs p * exp (- s) + Rabs q * (2 / r) * (s * exp (- s)))
      by (unfold s; field; lra).
    unfold m. pose proof (Rabs_pos p). pose proof (Rabs_pos q).
    assert (0 < 2 / r) by (apply Rdiv_lt_0_compat; lra).
    apply Rplus_le_compat.
    + rewrite <- (Rmult_1_r (Rabs p)) at 2. apply Rmult_le_compat_l; lra.
    + rewrite <- (Rmult_1_r (Rabs q * (2 / r))) at 2.
      apply Rmult_le_compat_l; [apply Rmult_le_pos; lra | exact Es].
  - rewrite <- (Rmult_0_r m). apply tends_to_scal, tends_to_exp_neg. lra.
Qed.

Lemma tends_to_exp_decay : forall M r,
  0 < r -> tends_to (fun t => M * exp (- r * t)) 0.
Proof.
  intros M r Hr. rewrite <- (Rmult_0_r M). apply tends_to_scal.
  apply tends_to_ext with (fun t => exp (0 + - r * t));
    [intros; f_equal; ring | apply tends_to_exp_neg; lra].
Qed.

(** A limit of values that are eventually at most M is at most M. *)
Lemma tends_to_le : forall u l M T,
  tends_to u l -> (forall t, T <= t -> u t <= M) -> l <= M.
Proof.
  intros u l M T Hu below_M. destruct (Rle_dec l M) as [|Hn]; [assumption|exfalso].
  destruct (Hu (l - M)) as [A HA]; [lra|].
  specialize (HA (Rmax A T) (Rmax_l _ _)). specialize (below_M (Rmax A T) (Rmax_r _ _)).
  apply Rabs_def2 in HA. lra.
Qed.

(** Eventually, a quantity stays below any number above its limit. *)
Lemma tends_to_eventually_lt : forall u l M,
  tends_to u l -> l < M -> exists A, forall t, A <= t -> u t < M.
Proof.
  intros u l M Hu below_M. destruct (Hu (M - l)) as [A HA]; [lra|].
  exists A. intros t Ht. specialize (HA t Ht). apply Rabs_def2 in HA. lra.
Qed.

Lemma tends_to_eventually_gt : forall u l M,
  tends_to u l -> M < l -> exists A, forall t, A <= t -> M < u t.
Proof.
  intros u l M Hu above_M. destruct (Hu (l - M)) as [A HA]; [lra|].
  exists A. intros t Ht. specialize (HA t Ht). apply Rabs_def2 in HA. lra.
Qed.

(** A rising line diverges. *)
Lemma diverges_line : forall p q, 0 < q -> diverges (fun t => p + q * t).
Proof.
  intros p q Hq M. exists ((M - p) / q). intros t Ht.
  apply (Rmult_le_compat_l q) in Ht; [|lra].
  replace (q * ((M - p) / q)) with (M - p) in Ht by (field; lra). lra.
Qed.

Lemma diverges_le : forall u w T,
  (forall t, T <= t -> u t <= w t) -> diverges u -> diverges w.
Proof.
  intros u w T above_u Hu M. destruct (Hu M) as [A HA]. exists (Rmax A T).
  intros t Ht. pose proof (Rmax_l A T). pose proof (Rmax_r A T).
  specialize (HA t ltac:(lra)). specialize (above_u t ltac:(lra)). lra.
Qed.

(** ** Further facts on sums *)

Lemma sum_const : forall n r, sum_below n (fun _ => r) = INR n * r.
Proof.
  induction n as [|n IH]; intros r.
  - simpl. ring.
  - rewrite S_INR. simpl sum_below. rewrite IH. ring.
Qed.

Lemma sum_swap : forall n m (g : nat -> nat -> R),
  sum_below n (fun i => sum_below m (fun j => g i j))
  = sum_below m (fun j => sum_below n (fun i => g i j)).
Proof.
  induction n as [|n IH]; intros m g; simpl.
  - rewrite sum_zero. reflexivity.
  - rewrite IH, <- sum_plus. reflexivity.
Qed.

Lemma sum_Rabs : forall n f,
  Rabs (sum_below n f) <= sum_below n (fun k => Rabs (f k)).
Proof.
  induction n as [|n IH]; intros f; simpl.
  - rewrite Rabs_R0. lra.
  - apply Rle_trans with (1 := Rabs_triang _ _).
    apply Rplus_le_compat_r, IH.
Qed.

(** A sum of non-negative terms is 0 only if every term is. *)
Lemma sum_nonneg_zero : forall n f,
  (forall k, (k < n)%nat -> 0 <= f k) -> sum_below n f = 0 ->
  forall k, (k < n)%nat -> f k = 0.
Proof.
  intros n f nonneg Hs k Hk. pose proof (sum_term_le n f k Hk nonneg).
  specialize (nonneg k Hk). lra.
Qed.

(** Two different terms of a non-negative sum. *)
Lemma sum_two_terms_le : forall n f i j,
  (i < n)%nat -> (j < n)%nat -> i <> j ->
  (forall k, (k < n)%nat -> 0 <= f k) -> f i + f j <= sum_below n f.
Proof.
  intros n f i j Hi Hj Hij nonneg. rewrite (sum_split n i) by exact Hi.
  apply Rplus_le_compat_l. unfold sum_except.
  apply Rle_trans with ((fun c => if Nat.eqb c i then 0 else f c) j).
  - simpl. destruct (Nat.eqb_spec j i); [congruence | lra].
  - apply (sum_term_le n (fun c => if Nat.eqb c i then 0 else f c)); [exact Hj|].
    intros k Hk. destruct (Nat.eqb k i); [lra | apply nonneg, Hk].
Qed.

Lemma max0_attained : forall n g, (0 < n)%nat ->
  (forall k, (k < n)%nat -> 0 <= g k) ->
  exists k, (k < n)%nat /\ max0 n g = g k.
Proof.
  induction n as [|n IH]; intros g Hn nonneg; [lia|]. simpl.
  destruct n as [|n].
  - exists 0%nat. split; [lia|]. simpl. apply Rmax_right, nonneg. lia.
  - destruct (IH g ltac:(lia) ltac:(intros; apply nonneg; lia)) as [k [Hk E]].
    rewrite E. unfold Rmax. destruct (Rle_dec (g k) (g (S n))).
    + exists (S n). split; [lia|reflexivity].
    + exists k. split; [lia|reflexivity].
Qed.

(** The bound of a finite family. *)
Lemma finite_bound : forall n (g : nat -> R),
  exists M, 0 <= M /\ forall k, (k < n)%nat -> Rabs (g k) <= M.
Proof.
  intros n g. exists (max0 n (fun k => Rabs (g k))). split; [apply max0_nonneg|].
  intros k Hk. apply (max0_ge n (fun i => Rabs (g i))). exact Hk.
Qed.

(** Finitely many "from some time on" share one time. *)
Lemma eventually_all : forall n (P : nat -> R -> Prop),
  (forall k, (k < n)%nat -> exists A, forall t, A <= t -> P k t) ->
  exists A, forall t, A <= t -> forall k, (k < n)%nat -> P k t.
Proof.
  induction n as [|n IH]; intros P each.
  - exists 0. intros t _ k Hk. lia.
  - destruct (IH P ltac:(intros; apply each; lia)) as [A HA].
    destruct (each n ltac:(lia)) as [B HB].
    exists (Rmax A B). intros t Ht k Hk.
    pose proof (Rmax_l A B). pose proof (Rmax_r A B).
    destruct (Nat.eq_dec k n) as [->|]; [apply HB; lra | apply HA; [lra|lia]].
Qed.

(** A transitive relation on finitely many places has a place before which
    nothing comes. *)
Lemma first_place : forall n (before : nat -> nat -> bool),
  (forall m, before m m = false) ->
  (forall i j k, before i j = true -> before j k = true -> before i k = true) -> (0 < n)%nat ->
  exists m, (m < n)%nat /\ forall i, (i < n)%nat -> before i m = false.
Proof.
  intros n before itself transitive. induction n as [|n IH]; intros some; [lia|].
  destruct n as [|n].
  { exists 0%nat. split; [lia|]. intros i inside. assert (i = 0)%nat as -> by lia. apply itself. }
  destruct (IH ltac:(lia)) as [m [m_inside m_first]].
  destruct (before (S n) m) eqn:later.
  - exists (S n). split; [lia|]. intros i inside.
    destruct (Nat.eq_dec i (S n)) as [->|other]; [apply itself|].
    destruct (before i (S n)) eqn:earlier; [|reflexivity].
    rewrite <- (m_first i ltac:(lia)). symmetry. apply transitive with (S n); assumption.
  - exists m. split; [lia|]. intros i inside.
    destruct (Nat.eq_dec i (S n)) as [->|other]; [exact later|apply m_first; lia].
Qed.
