(** * More counterexamples that Coq checks by computing

    For claims growth-rate, jacobian-limit-joint, msp-gradient, mean-gradient,
    single-dimension, perfect-certainty-same-sense and monotone-on-polytopes:
    boolean checks as in file Counterexamples, and the theorems that a network or
    an ensemble which passes refutes the claim as printed. *)

From Farfield Require Import Basics Calculus Softmax Monotonic Tail Network Interval Gradient
  Metrics MetricGradients Certainty JacobianLimits Heads SameSense Rational Counterexamples.
Import ListNotations.
Import QArith Qreals.

Open Scope R_scope.

(** ** Comparisons that a check has made *)

Lemma qlt_true : forall p q, qlt p q = true -> Q2R p < Q2R q.
Proof. intros p q yes. pose proof (qlt_sound p q) as sound. rewrite yes in sound. exact sound. Qed.

Lemma qlt_false : forall p q, qlt p q = false -> Q2R q <= Q2R p.
Proof. intros p q no. pose proof (qlt_sound p q) as sound. rewrite no in sound. exact sound. Qed.

Lemma qeq_false : forall p q, qeq p q = false -> Q2R p <> Q2R q.
Proof. intros p q no. pose proof (qeq_sound p q) as sound. rewrite no in sound. exact sound. Qed.

Lemma ray_is_valid_sound : forall D x d s, ray_is_valid D x d s = true ->
  Q2R s <> 0 /\ (d < D)%nat /\ forall j, (D <= j)%nat -> real_vec x j = 0.
Proof.
  intros D x d s valid. unfold ray_is_valid in valid.
  apply Bool.andb_true_iff in valid. destruct valid as [valid short].
  apply Bool.andb_true_iff in valid. destruct valid as [moves inside].
  apply Nat.leb_le in short. apply Nat.ltb_lt in inside. apply Bool.negb_true_iff in moves.
  split; [|split; [exact inside|]].
  - apply qeq_false in moves. rewrite Q2R_0 in moves. exact moves.
  - intros j beyond. apply real_vec_beyond. lia.
Qed.

(** The ray moves the coordinate that it is said to move. *)
Lemma coordinate_moves : forall d s, s <> 0 -> coordinate_direction d s d <> 0.
Proof. intros d s moves. unfold coordinate_direction. rewrite Nat.eqb_refl. exact moves. Qed.

(** ** Intervals on which networks are affine *)

Definition all_off_boundary (x : list Q) (d : nat) (s : Q) (nets : list qnetwork) : bool :=
  forallb (fun net => qoff_boundary net (start_germs x d s)) nets.

Lemma member_off_boundary : forall x d s nets m, all_off_boundary x d s nets = true ->
  (m < length nets)%nat ->
  off_boundary (real (nth m nets QIdentity))
    (ray_germs (real_vec x) (coordinate_direction d (Q2R s))).
Proof.
  intros x d s nets m off member. unfold all_off_boundary in off. rewrite forallb_forall in off.
  apply qoff_boundary_sound with (start_germs x d s); [apply start_germs_mirror|].
  apply off, nth_In, member.
Qed.

(** One partially unbounded D-interval that contains the ray from some t on,
    and on which every member's derivatives are those of its tail. *)
Lemma interval_sound : forall D C x d s nets,
  ray_is_valid D x d s = true -> all_off_boundary x d s nets = true ->
  let v := coordinate_direction d (Q2R s) in
  exists I, (exists lo hi, partially_unbounded D lo hi /\ I = in_interval D lo hi)
    /\ (exists A, forall t, A <= t -> I (ray (real_vec x) v t))
    /\ forall m y c j, (m < length nets)%nat -> I y -> (c < C)%nat ->
         is_partial (fun y => members nets m y c) j y
           (tail_jacobian (real (nth m nets QIdentity)) (real_vec x) v c j).
Proof.
  intros D C x d s nets valid off v. apply ray_is_valid_sound in valid.
  destruct valid as [moves [inside beyond]].
  destruct (common_tube (length nets) (fun m M => forall M', (M <= M')%nat ->
    forall y c j, in_interval D (around_lo (real_vec x) d (Q2R s) M')
      (around_hi (real_vec x) d (Q2R s) M') y -> (c < C)%nat ->
      is_partial (fun y => members nets m y c) j y
        (tail_jacobian (real (nth m nets QIdentity)) (real_vec x) v c j))) as [M affine].
  { intros k M M' larger before M'' later. apply before. lia. }
  { intros m member. destruct (eventually_affine_interval (real (nth m nets QIdentity)) C D
      (real_vec x) d (Q2R s) moves inside beyond (member_off_boundary x d s nets m off member))
      as [M from]. exists M. intros M' later. apply (from M' later). }
  eexists. split; [|split].
  - eexists; eexists. split; [|reflexivity]. apply (around_unbounded D (real_vec x) d (Q2R s) M), inside.
  - exists (INR M). intros t late. apply around_contains_ray; assumption.
  - intros m y c j member. apply (affine m member M (le_n M)).
Qed.

(** ** The sense of monotonicity, from a column of the Jacobian *)

(** Class c has the column's largest entry (its smallest), and it is not constant. *)
Definition column_rises (C : nat) (column : list Q) (c : nat) : bool :=
  some_below C (fun m => qlt (entry column m) (entry column c))
  && all_below C (fun m => negb (qlt (entry column c) (entry column m))).

Definition column_falls (C : nat) (column : list Q) (c : nat) : bool :=
  some_below C (fun m => qlt (entry column c) (entry column m))
  && all_below C (fun m => negb (qlt (entry column m) (entry column c))).

Lemma gradient_at : forall C (I : vec -> Prop) (f : vec -> vec) V j c y,
  (forall y c, I y -> (c < C)%nat -> is_partial (fun y => f y c) j y (V c j)) ->
  (c < C)%nat -> I y ->
  is_partial (fun y => softmax C (f y) c) j y
    (softmax C (f y) c * sum_below C (fun m => softmax C (f y) m * (V c j - V m j))).
Proof.
  intros C I f V j c y partials below inside.
  rewrite <- softmax_grad_differences by (apply softmax_sum_one; lia).
  apply softmax_partial; [exact below|]. intros i small. apply partials; assumption.
Qed.

Lemma column_rises_sound : forall C (I : vec -> Prop) net x d s j c,
  let V := tail_jacobian (real net) (real_vec x) (coordinate_direction d (Q2R s)) in
  (forall y c, I y -> (c < C)%nat -> is_partial (fun y => eval (real net) y c) j y (V c j)) ->
  (c < C)%nat -> column_rises C (qcolumn net x d s j) c = true ->
  increasing_in I j (fun y => softmax C (eval (real net) y) c).
Proof.
  intros C I net x d s j c V partials below rises y inside.
  apply Bool.andb_true_iff in rises. destruct rises as [smaller largest].
  apply some_below_sound in smaller. destruct smaller as [m [m_below less]].
  apply qlt_true in less. pose proof (all_below_sound C _ largest) as largest_each.
  eexists. split; [exact (gradient_at C I (eval (real net)) V j c y partials below inside)|].
  apply Rmult_lt_0_compat; [apply softmax_pos, below|].
  rewrite <- (sum_zero C). apply (sum_lt C _ _ m m_below).
  - intros k k_below. apply Rmult_le_pos; [apply Rlt_le, softmax_pos, k_below|].
    specialize (largest_each k k_below). apply Bool.negb_true_iff, qlt_false in largest_each.
    unfold V. rewrite !qcolumn_sound. lra.
  - apply Rmult_lt_0_compat; [apply softmax_pos, m_below|]. unfold V. rewrite !qcolumn_sound. lra.
Qed.

Lemma column_falls_sound : forall C (I : vec -> Prop) net x d s j c,
  let V := tail_jacobian (real net) (real_vec x) (coordinate_direction d (Q2R s)) in
  (forall y c, I y -> (c < C)%nat -> is_partial (fun y => eval (real net) y c) j y (V c j)) ->
  (c < C)%nat -> column_falls C (qcolumn net x d s j) c = true ->
  decreasing_in I j (fun y => softmax C (eval (real net) y) c).
Proof.
  intros C I net x d s j c V partials below falls y inside.
  apply Bool.andb_true_iff in falls. destruct falls as [larger smallest].
  apply some_below_sound in larger. destruct larger as [m [m_below less]].
  apply qlt_true in less. pose proof (all_below_sound C _ smallest) as smallest_each.
  eexists. split; [exact (gradient_at C I (eval (real net)) V j c y partials below inside)|].
  rewrite <- (Rmult_0_r (softmax C (eval (real net) y) c)).
  apply Rmult_lt_compat_l; [apply softmax_pos, below|].
  rewrite <- (sum_zero C). apply (sum_lt C _ _ m m_below).
  - intros k k_below. pose proof (softmax_pos C (eval (real net) y) k k_below).
    specialize (smallest_each k k_below). apply Bool.negb_true_iff, qlt_false in smallest_each.
    unfold V. rewrite !qcolumn_sound. nra.
  - pose proof (softmax_pos C (eval (real net) y) m m_below). unfold V. rewrite !qcolumn_sound. nra.
Qed.

(** ** Claim growth-rate *)

(** For some pair of classes the inverse of the derivative does not outgrow the
    derivative of the logit: v moves coordinate d alone. *)
Definition refutes_growth_rate (D C : nat) (f : vec -> vec) (x v : vec) : Prop :=
  exists T c c' d (J g : R -> R),
    (c < C)%nat /\ (c' < C)%nat /\ (d < D)%nat /\ v d <> 0
    /\ (forall t, T < t -> is_partial (fun h => softmax C h c) c' (f (ray x v t)) (J t))
    /\ (forall t, T < t -> is_partial (fun y => f y c') d (ray x v t) (g t))
    /\ ~ diverges (fun t => / J t - g t).

(** There are two classes: off the diagonal the derivative is negative. *)
Definition growth_rate_check (D C : nat) (net : qnetwork) (x : list Q) (d : nat) (s : Q) : bool :=
  ray_is_valid D x d s && Nat.ltb 1 C && qoff_boundary net (start_germs x d s).

Theorem growth_rate_witness : forall D C net x d s,
  growth_rate_check D C net x d s = true ->
  refutes_growth_rate D C (eval (real net)) (real_vec x) (coordinate_direction d (Q2R s)).
Proof.
  intros D C net x d s checked. unfold growth_rate_check in checked.
  apply Bool.andb_true_iff in checked. destruct checked as [checked off].
  apply Bool.andb_true_iff in checked. destruct checked as [valid several].
  apply Nat.ltb_lt in several. apply ray_is_valid_sound in valid.
  destruct valid as [moves [inside _]].
  apply (qoff_boundary_sound net _ _ (start_germs_mirror x d s)) in off.
  set (v := coordinate_direction d (Q2R s)) in *. set (f := eval (real net)).
  destruct (network_has_tail (real net) C D (real_vec x) v off) as [_ partials].
  set (T := tail_from (real net) (real_vec x) v) in *.
  set (V := tail_jacobian (real net) (real_vec x) v) in *.
  exists T, 0%nat, 1%nat, d, (fun t => jacobian_entry C (f (ray (real_vec x) v t)) 0 1),
    (fun _ => V 1%nat d).
  split; [lia|]. split; [exact several|]. split; [exact inside|].
  split; [apply coordinate_moves, moves|]. split; [|split].
  - intros t _. apply softmax_jacobian_as_printed; lia.
  - intros t late. apply partials; assumption.
  - intros large. destruct (large (- V 1%nat d)) as [A above]. specialize (above A (Rle_refl A)).
    assert (negative : jacobian_entry C (f (ray (real_vec x) v A)) 0 1 < 0).
    { unfold jacobian_entry. cbn [Nat.eqb].
      pose proof (softmax_pos C (f (ray (real_vec x) v A)) 0 ltac:(lia)).
      pose proof (softmax_pos C (f (ray (real_vec x) v A)) 1 several). nra. }
    apply Rinv_lt_0_compat in negative. lra.
Qed.

(** ** Claim jacobian-limit-joint *)

(** A logit diverges along the ray, and a derivative of its probability keeps
    another limit than 0, or none. *)
Definition refutes_jacobian_limit_joint (C : nat) (f : vec -> vec) (x v : vec) : Prop :=
  exists c j (J : R -> R), (c < C)%nat /\ (j < C)%nat
    /\ (diverges (fun t => f (ray x v t) c) \/ diverges (fun t => - f (ray x v t) c))
    /\ (forall t, is_partial (fun h => softmax C h c) j (f (ray x v t)) (J t))
    /\ ~ tends_to J 0.

(** Two classes share the largest slope, and it is not 0. *)
Definition jacobian_limit_joint_check (C : nat) (net : qnetwork) (x : list Q) (d : nat) (s : Q)
    : bool :=
  some_below C (fun c => negb (qeq (qslope net x d s c) 0) && qis_top C (qslope net x d s) c
    && some_below C (fun l => negb (Nat.eqb l c) && qis_top C (qslope net x d s) l)).

Theorem jacobian_limit_joint_witness : forall C net x d s,
  jacobian_limit_joint_check C net x d s = true ->
  refutes_jacobian_limit_joint C (eval (real net)) (real_vec x) (coordinate_direction d (Q2R s)).
Proof.
  intros C net x d s checked. apply some_below_sound in checked.
  destruct checked as [c [below checked]].
  apply Bool.andb_true_iff in checked. destruct checked as [checked rival].
  apply Bool.andb_true_iff in checked. destruct checked as [moves top].
  apply some_below_sound in rival. destruct rival as [l [l_below rival]].
  apply Bool.andb_true_iff in rival. destruct rival as [other rival].
  apply Bool.negb_true_iff, Nat.eqb_neq in other.
  apply Bool.negb_true_iff, qeq_false in moves. rewrite Q2R_0, <- qslope_sound in moves.
  apply qis_top_sound in top; [|exact below]. apply qis_top_sound in rival; [|exact l_below].
  set (v := coordinate_direction d (Q2R s)) in *. set (f := eval (real net)).
  pose proof (network_has_lines (real net) C (real_vec x) v) as lines.
  set (T := tail_from (real net) (real_vec x) v) in *.
  set (a := tail_intercept (real net) (real_vec x) v) in *.
  set (b := tail_slope (real net) (real_vec x) v) in *.
  exists c, c, (fun t => jacobian_entry C (f (ray (real_vec x) v t)) c c).
  split; [exact below|]. split; [exact below|]. split; [|split].
  - destruct (Rlt_dec 0 (b c)) as [up|down]; [left|right].
    + apply diverges_le with (fun t => a c + b c * t) T; [|apply diverges_line, up].
      intros t late. apply Req_le. symmetry. exact (lines t c late below).
    + apply diverges_le with (fun t => - a c + - b c * t) T; [|apply diverges_line; lra].
      intros t late. pose proof (lines t c late below) as here. unfold line in here.
      fold f in here. rewrite here. lra.
  - intros t. apply softmax_jacobian_as_printed; exact below.
  - intros vanishes.
    assert (product : tends_to (fun t => softmax C (f (ray (real_vec x) v t)) c
      * (1 - softmax C (f (ray (real_vec x) v t)) c)) 0).
    { apply tends_to_ext with (2 := vanishes). intros t. apply jacobian_entry_diagonal. }
    apply (jacobian_limit_joint_tail f C (real_vec x) v T a b c lines below) in product.
    destruct product as [not_top|[_ alone]]; [exact (not_top top)|].
    specialize (alone l l_below other). pose proof (proj2 rival c below). lra.
Qed.

(** ** Claim msp-gradient *)

(** Two functions that touch have one derivative. *)
Lemma touching_partials : forall g h j x r q, (forall y, g y <= h y) -> g x = h x ->
  is_partial g j x r -> is_partial h j x q -> r = q.
Proof.
  intros g h j x r q under touch partial_g partial_h.
  set (gap := fun u => h (set_coord x j u) - g (set_coord x j u)).
  assert (slope : derivable_pt_lim gap (x j) (q - r))
    by (apply derivable_pt_lim_minus; assumption).
  assert (least : derive_pt gap (x j) (exist _ (q - r) slope) = 0).
  { apply deriv_minimum with (x j - 1) (x j + 1); try lra.
    intros u _ _. unfold gap. rewrite set_coord_same, touch.
    specialize (under (set_coord x j u)). lra. }
  cbn in least. lra.
Qed.

(** On the ray the largest probability is that of class m from some t on, and
    the gradient of p_m does not vanish, nor does that of the maximum: it tends
    to something else, or does not exist. *)
Definition refutes_msp_gradient (D C : nat) (f : vec -> vec) (x v : vec) : Prop :=
  (exists I, meets_hypotheses 1 D C (fun _ => f) x v I)
  /\ ~ gradient_tends_to_0 D (fun y => msp C (softmax C (f y))) x v
  /\ exists m A, (m < C)%nat
       /\ (forall t, A <= t -> msp C (softmax C (f (ray x v t))) = softmax C (f (ray x v t)) m)
       /\ ~ gradient_tends_to_0 D (fun y => softmax C (f y) m) x v.

Definition qintercept (net : qnetwork) (x : list Q) (d : nat) (s : Q) (c : nat) : Q :=
  fst (germ_at (qpush net (start_germs x d s)) c).

Lemma qintercept_sound : forall net x d s c,
  tail_intercept (real net) (real_vec x) (coordinate_direction d (Q2R s)) c
  = Q2R (qintercept net x d s c).
Proof.
  intros net x d s c. apply (qpush_mirrors net _ _ (start_germs_mirror x d s)).
Qed.

(** Class m has the largest intercept of those of largest slope, and the row
    of another of these differs from its own. *)
Definition msp_gradient_check (D C : nat) (net : qnetwork) (x : list Q) (d : nat) (s : Q) : bool :=
  let top := qis_top C (qslope net x d s) in
  ray_is_valid D x d s && member_meets_hypotheses D C x d s net
  && some_below C (fun m => top m
       && all_below C (fun l => negb (top l) || negb (qlt (qintercept net x d s m) (qintercept net x d s l)))
       && some_below C (fun l => top l
            && some_below D (fun j => negb (qeq (entry (qcolumn net x d s j) m)
                                               (entry (qcolumn net x d s j) l))))).

(** A threshold for each class gives one for all. *)
Lemma late_for_all : forall C (P : nat -> R -> Prop),
  (forall c, (c < C)%nat -> exists A, forall t, A <= t -> P c t) ->
  exists A, forall c t, (c < C)%nat -> A <= t -> P c t.
Proof.
  intros C P each. induction C as [|C IH]; [exists 0; intros; lia|].
  destruct IH as [A before]; [intros c below; apply each; lia|].
  destruct (each C (Nat.lt_succ_diag_r C)) as [B last]. exists (Rmax A B). intros c t below late.
  pose proof (Rmax_l A B). pose proof (Rmax_r A B).
  destruct (Nat.eq_dec c C) as [->|smaller]; [apply last | apply before; [lia|]]; lra.
Qed.

(** The limit of a derivative on a tail. *)
Lemma tail_gradient_limit : forall f C D x v T a b V c j, has_tail f C D x v T a b V ->
  (c < C)%nat ->
  tends_to (fun t => softmax_grad C V (softmax C (f (ray x v t))) c j)
    (softmax_grad C V (limit_probability C a b) c j).
Proof.
  intros f C D x v T a b V c j tail below.
  apply (softmax_grad_limit C V (fun t => softmax C (f (ray x v t)))); [exact below|].
  intros i small. exact (tail_limit_law f C x v T a b i (proj1 tail) small).
Qed.

(** If the gradient of p_c vanishes, so do the limits of its entries. *)
Lemma vanishing_limit : forall f C D x v T a b V c j, has_tail f C D x v T a b V ->
  (c < C)%nat -> (j < D)%nat ->
  gradient_tends_to_0 D (fun y => softmax C (f y) c) x v ->
  softmax_grad C V (limit_probability C a b) c j = 0.
Proof.
  intros f C D x v T a b V c j tail below inside [A [r [gradient vanishes]]].
  apply (norm_tends_to_0_component D r j inside) in vanishes.
  apply (tends_to_unique (fun t => softmax_grad C V (softmax C (f (ray x v t))) c j));
    [exact (tail_gradient_limit f C D x v T a b V c j tail below)|].
  apply tends_to_eventually with (2 := vanishes) (T := Rmax A T + 1). intros t late.
  pose proof (Rmax_l A T). pose proof (Rmax_r A T).
  exact (is_partial_unique _ _ _ _ _ (gradient t ltac:(lra) j inside)
    (tail_gradient f C D x v T a b V t c tail ltac:(lra) below j inside)).
Qed.

(** What one class of largest slope adds, where every entry of the column is an
    extreme of it. *)
Lemma extreme_limit_nonzero : forall C a b V m l j, is_top C b m -> is_top C b l ->
  ((forall k, (k < C)%nat -> V k j <= V m j) \/ (forall k, (k < C)%nat -> V m j <= V k j)) ->
  V l j <> V m j -> softmax_grad C V (limit_probability C a b) m j <> 0.
Proof.
  intros C a b V m l j top rival extreme differ. pose proof (proj1 top) as below.
  pose proof (proj1 rival) as l_below.
  rewrite softmax_grad_differences by (apply limit_probability_sum_one; lia).
  pose proof (limit_probability_top_pos C a b m top) as positive_m.
  pose proof (limit_probability_top_pos C a b l rival) as positive_l.
  apply Rmult_integral_contrapositive_currified; [lra|].
  set (q := limit_probability C a b) in *.
  destruct extreme as [largest|smallest].
  - assert (0 < sum_below C (fun k => q k * (V m j - V k j))); [|lra].
    rewrite <- (sum_zero C). apply (sum_lt C _ _ l l_below).
    + intros k small. specialize (largest k small).
      apply Rmult_le_pos; [apply limit_probability_nonneg; lia | lra].
    + specialize (largest l l_below). apply Rmult_lt_0_compat; lra.
  - assert (sum_below C (fun k => q k * (V m j - V k j)) < 0); [|lra].
    rewrite <- (sum_zero C). apply (sum_lt C _ _ l l_below).
    + intros k small. specialize (smallest k small).
      assert (0 <= q k) by (apply limit_probability_nonneg; lia). nra.
    + specialize (smallest l l_below). nra.
Qed.

Theorem msp_gradient_witness : forall D C net x d s,
  msp_gradient_check D C net x d s = true ->
  refutes_msp_gradient D C (eval (real net)) (real_vec x) (coordinate_direction d (Q2R s)).
Proof.
  intros D C net x d s checked. unfold msp_gradient_check in checked.
  apply Bool.andb_true_iff in checked. destruct checked as [checked kept].
  apply Bool.andb_true_iff in checked. destruct checked as [valid meets].
  assert (hypotheses : exists I, meets_hypotheses 1 D C (fun _ => eval (real net)) (real_vec x)
    (coordinate_direction d (Q2R s)) I).
  { destruct (hypotheses_sound D C x d s [net] valid) as [I [[interval [contains monotonic]] _]].
    { cbn [forallb]. rewrite meets. reflexivity. }
    exists I. split; [exact interval|]. split; [exact contains|].
    intros m _. exact (monotonic 0%nat (Nat.lt_0_succ 0)). }
  split; [exact hypotheses|].
  apply Bool.andb_true_iff in meets. destruct meets as [off columns].
  apply (qoff_boundary_sound net _ _ (start_germs_mirror x d s)) in off.
  apply some_below_sound in kept. destruct kept as [m [below kept]].
  apply Bool.andb_true_iff in kept. destruct kept as [kept differs].
  apply Bool.andb_true_iff in kept. destruct kept as [top largest].
  apply some_below_sound in differs. destruct differs as [l [l_below differs]].
  apply Bool.andb_true_iff in differs. destruct differs as [rival differs].
  apply some_below_sound in differs. destruct differs as [j [inside differs]].
  apply Bool.negb_true_iff, qeq_false in differs.
  pose proof (column_is_monotone_sound C net x d s j (all_below_sound D _ columns j inside)) as column.
  apply qis_top_sound in top; [|exact below]. apply qis_top_sound in rival; [|exact l_below].
  pose proof (network_has_tail (real net) C D (real_vec x) _ off) as tail.
  set (v := coordinate_direction d (Q2R s)) in *. set (f := eval (real net)) in *.
  set (T := tail_from (real net) (real_vec x) v) in *.
  set (a := tail_intercept (real net) (real_vec x) v) in *.
  set (b := tail_slope (real net) (real_vec x) v) in *.
  set (V := tail_jacobian (real net) (real_vec x) v) in *.
  assert (nonzero : softmax_grad C V (limit_probability C a b) m j <> 0).
  { apply (extreme_limit_nonzero C a b V m l j top rival); [apply (column m below)|].
    unfold V, v. rewrite !qcolumn_sound. auto. }
  assert (attained : exists A, forall c t, (c < C)%nat -> A <= t ->
    softmax C (f (ray (real_vec x) v t)) c <= softmax C (f (ray (real_vec x) v t)) m).
  { apply late_for_all. intros c small. destruct (is_top_dec C b c small) as [also|lower].
    - exists T. intros t late.
      rewrite !(softmax_on_tail f C (real_vec x) v T a b t) by (exact (proj1 tail) || assumption).
      assert (steps : b c = b m) by (apply Rle_antisym; [apply top, small | apply also, below]).
      assert (start : a c <= a m).
      { pose proof (all_below_sound C _ largest c small) as here. apply Bool.orb_true_iff in here.
        destruct here as [no|here].
        - exfalso. apply Bool.negb_true_iff in no.
          assert (yes : qis_top C (qslope net x d s) c = true); [|congruence].
          unfold qis_top, all_below. apply forallb_forall. intros k listed. apply in_seq in listed.
          apply Bool.negb_true_iff. destruct (qlt (qslope net x d s c) (qslope net x d s k)) eqn:less;
            [|reflexivity].
          exfalso. apply qlt_true in less. rewrite <- !qslope_sound in less. fold v in less. fold b in less.
          pose proof (proj2 also k ltac:(lia)). lra.
        - apply Bool.negb_true_iff, qlt_false in here. rewrite <- !qintercept_sound in here. exact here. }
      unfold softmax, line. rewrite steps. unfold Rdiv. apply Rmult_le_compat_r.
      + apply Rlt_le, Rinv_0_lt_compat, sum_pos; [lia|]. intros. apply exp_pos.
      + apply exp_le. lra.
    - assert (apart : limit_probability C a b c - limit_probability C a b m < 0).
      { rewrite (limit_probability_below C a b c small lower).
        pose proof (limit_probability_top_pos C a b m top). lra. }
      destruct (tends_to_eventually_lt (fun t => softmax C (f (ray (real_vec x) v t)) c
        - softmax C (f (ray (real_vec x) v t)) m) _ 0
        (tends_to_minus _ _ _ _ (tail_limit_law f C _ v T a b c (proj1 tail) small)
          (tail_limit_law f C _ v T a b m (proj1 tail) below)) apart) as [A less].
      exists A. intros t late. specialize (less t late). cbv beta in less. lra. }
  destruct attained as [A attained].
  assert (maximum : forall t, A <= t ->
    msp C (softmax C (f (ray (real_vec x) v t))) = softmax C (f (ray (real_vec x) v t)) m).
  { intros t late. apply Rle_antisym.
    - apply max0_le; [apply Rlt_le, softmax_pos, below|]. intros c small. apply attained; assumption.
    - apply (max0_ge C (softmax C (f (ray (real_vec x) v t))) m below). }
  split.
  - intros [B [r [gradient vanishes]]].
    apply (norm_tends_to_0_component D r j inside) in vanishes. apply nonzero.
    apply (tends_to_unique (fun t => softmax_grad C V (softmax C (f (ray (real_vec x) v t))) m j));
      [exact (tail_gradient_limit f C D _ v T a b V m j tail below)|].
    apply tends_to_eventually with (2 := vanishes) (T := Rmax A (Rmax B T) + 1). intros t late.
    pose proof (Rmax_l A (Rmax B T)). pose proof (Rmax_r A (Rmax B T)).
    pose proof (Rmax_l B T). pose proof (Rmax_r B T).
    symmetry. apply (touching_partials (fun y => softmax C (f y) m) (fun y => msp C (softmax C (f y)))
      j (ray (real_vec x) v t)).
    + intros y. apply (max0_ge C (softmax C (f y)) m below).
    + symmetry. apply maximum. lra.
    + apply (tail_gradient f C D _ v T a b V t m tail ltac:(lra) below j inside).
    + apply gradient; [lra|exact inside].
  - exists m, A. split; [exact below|]. split; [exact maximum|]. intros vanishes.
    exact (nonzero (vanishing_limit f C D _ v T a b V m j tail below inside vanishes)).
Qed.

(** ** Claim mean-gradient *)

(** The hypotheses of Lemma 6 hold on the ray, its conclusion fails for a class. *)
Definition refutes_mean_gradient (K D C : nat) (f : nat -> vec -> vec) (x v : vec) : Prop :=
  (exists I, meets_hypotheses K D C f x v I)
  /\ exists c, (c < C)%nat
       /\ ~ gradient_tends_to_0 D (fun y => mean K (predictions C f y) c) x v.

(** Class c keeps no negative (no positive) derivative in coordinate j: it is
    not among those of largest slope, or has the largest (smallest) entry there. *)
Definition qkeeps_up (C : nat) (x : list Q) (d : nat) (s : Q) (c j : nat) (net : qnetwork) : bool :=
  let top := qis_top C (qslope net x d s) in let column := qcolumn net x d s j in
  negb (top c) || all_below C (fun l => negb (top l) || negb (qlt (entry column c) (entry column l))).

Definition qkeeps_down (C : nat) (x : list Q) (d : nat) (s : Q) (c j : nat) (net : qnetwork) : bool :=
  let top := qis_top C (qslope net x d s) in let column := qcolumn net x d s j in
  negb (top c) || all_below C (fun l => negb (top l) || negb (qlt (entry column l) (entry column c))).

(** ... and it keeps one that is not 0. *)
Definition qkeeps_some (C : nat) (x : list Q) (d : nat) (s : Q) (c j : nat) (net : qnetwork) : bool :=
  let top := qis_top C (qslope net x d s) in let column := qcolumn net x d s j in
  top c && some_below C (fun l => top l && negb (qeq (entry column c) (entry column l))).

(** For some class and coordinate all members keep derivatives of one sign, and
    one keeps one that is not 0. *)
Definition mean_gradient_check (D C : nat) (nets : list qnetwork) (x : list Q) (d : nat) (s : Q)
    : bool :=
  ray_is_valid D x d s && forallb (member_meets_hypotheses D C x d s) nets
  && some_below C (fun c => some_below D (fun j =>
       (forallb (qkeeps_up C x d s c j) nets || forallb (qkeeps_down C x d s c j) nets)
       && some_below (length nets) (fun m => qkeeps_some C x d s c j (nth m nets QIdentity)))).

Lemma qis_top_complete : forall C net x d s c,
  is_top C (tail_slope (real net) (real_vec x) (coordinate_direction d (Q2R s))) c ->
  qis_top C (qslope net x d s) c = true.
Proof.
  intros C net x d s c [_ largest]. unfold qis_top, all_below. apply forallb_forall.
  intros k listed. apply in_seq in listed. apply Bool.negb_true_iff.
  destruct (qlt (qslope net x d s c) (qslope net x d s k)) eqn:less; [|reflexivity].
  exfalso. apply qlt_true in less. rewrite <- !qslope_sound in less.
  specialize (largest k ltac:(lia)). lra.
Qed.

(** The sign of what a member keeps. *)
Lemma kept_sign : forall C a b V c j (sign : R), (c < C)%nat ->
  (is_top C b c -> forall l, is_top C b l -> 0 <= sign * (V c j - V l j)) ->
  0 <= sign * softmax_grad C V (limit_probability C a b) c j.
Proof.
  intros C a b V c j sign below each.
  rewrite softmax_grad_differences by (apply limit_probability_sum_one; lia).
  set (q := limit_probability C a b).
  destruct (is_top_dec C b c below) as [top|lower];
    [|unfold q; rewrite (limit_probability_below C a b c below lower); lra].
  replace (sign * (q c * sum_below C (fun l => q l * (V c j - V l j))))
    with (q c * sum_below C (fun l => sign * (q l * (V c j - V l j)))) by (rewrite sum_scal; ring).
  apply Rmult_le_pos; [apply limit_probability_nonneg; lia|].
  apply sum_nonneg. intros l small.
  replace (sign * (q l * (V c j - V l j))) with (q l * (sign * (V c j - V l j))) by ring.
  destruct (is_top_dec C b l small) as [also|less].
  - apply Rmult_le_pos; [apply limit_probability_nonneg; lia | apply each; assumption].
  - unfold q. rewrite (limit_probability_below C a b l small less). lra.
Qed.

Lemma kept_strictly : forall C a b V c j l (sign : R), is_top C b c -> is_top C b l ->
  (forall k, is_top C b k -> 0 <= sign * (V c j - V k j)) -> 0 < sign * (V c j - V l j) ->
  0 < sign * softmax_grad C V (limit_probability C a b) c j.
Proof.
  intros C a b V c j l sign top rival each apart. pose proof (proj1 top) as below.
  rewrite softmax_grad_differences by (apply limit_probability_sum_one; lia).
  set (q := limit_probability C a b).
  replace (sign * (q c * sum_below C (fun k => q k * (V c j - V k j))))
    with (q c * sum_below C (fun k => sign * (q k * (V c j - V k j)))) by (rewrite sum_scal; ring).
  apply Rmult_lt_0_compat; [apply limit_probability_top_pos, top|].
  rewrite <- (sum_zero C). apply (sum_lt C _ _ l (proj1 rival)).
  - intros k small. replace (sign * (q k * (V c j - V k j))) with (q k * (sign * (V c j - V k j))) by ring.
    destruct (is_top_dec C b k small) as [also|less].
    + apply Rmult_le_pos; [apply limit_probability_nonneg; lia | apply each, also].
    + unfold q. rewrite (limit_probability_below C a b k small less). lra.
  - replace (sign * (q l * (V c j - V l j))) with (q l * (sign * (V c j - V l j))) by ring.
    apply Rmult_lt_0_compat; [apply limit_probability_top_pos, rival | exact apart].
Qed.

Theorem mean_gradient_witness : forall D C nets x d s,
  mean_gradient_check D C nets x d s = true ->
  refutes_mean_gradient (length nets) D C (members nets) (real_vec x)
    (coordinate_direction d (Q2R s)).
Proof.
  intros D C nets x d s checked. unfold mean_gradient_check in checked.
  apply Bool.andb_true_iff in checked. destruct checked as [checked kept].
  apply Bool.andb_true_iff in checked. destruct checked as [valid meets]. split.
  { destruct (hypotheses_sound D C x d s nets valid meets) as [I [hypotheses _]].
    exists I. exact hypotheses. }
  apply some_below_sound in kept. destruct kept as [c [below kept]].
  apply some_below_sound in kept. destruct kept as [j [inside kept]].
  apply Bool.andb_true_iff in kept. destruct kept as [senses strict].
  apply some_below_sound in strict. destruct strict as [m [member strict]].
  apply Bool.andb_true_iff in strict. destruct strict as [top strict].
  apply qis_top_sound in top; [|exact below].
  apply some_below_sound in strict. destruct strict as [l [l_below strict]].
  apply Bool.andb_true_iff in strict. destruct strict as [rival differ].
  apply qis_top_sound in rival; [|exact l_below].
  apply Bool.negb_true_iff, qeq_false in differ.
  rewrite forallb_forall in meets.
  set (v := coordinate_direction d (Q2R s)) in *.
  set (net := fun k => real (nth k nets QIdentity)).
  set (T := fun k => tail_from (net k) (real_vec x) v).
  set (a := fun k => tail_intercept (net k) (real_vec x) v).
  set (b := fun k => tail_slope (net k) (real_vec x) v).
  set (V := fun k => tail_jacobian (net k) (real_vec x) v).
  assert (tails : forall k, (k < length nets)%nat ->
    has_tail (eval (net k)) C D (real_vec x) v (T k) (a k) (b k) (V k)).
  { intros k inside_k. apply network_has_tail. specialize (meets _ (nth_In nets QIdentity inside_k)).
    apply Bool.andb_true_iff in meets.
    apply qoff_boundary_sound with (start_germs x d s); [apply start_germs_mirror | apply meets]. }
  assert (signs : exists sign, sign <> 0 /\ forall k, (k < length nets)%nat -> is_top C (b k) c ->
    forall i, is_top C (b k) i -> 0 <= sign * (V k c j - V k i j)).
  { apply Bool.orb_true_iff in senses. destruct senses as [up|down].
    - exists 1. split; [lra|]. intros k inside_k top_c i top_i. rewrite forallb_forall in up.
      specialize (up _ (nth_In nets QIdentity inside_k)). unfold qkeeps_up in up.
      apply (qis_top_complete C (nth k nets QIdentity) x d s) in top_c.
      pose proof (qis_top_complete C (nth k nets QIdentity) x d s i top_i) as computed.
      rewrite top_c in up. cbn [negb orb] in up.
      pose proof (all_below_sound C _ up i (proj1 top_i)) as here. cbv beta in here.
      rewrite computed in here. cbn [negb orb] in here. apply Bool.negb_true_iff, qlt_false in here.
      unfold V, net, v. rewrite !qcolumn_sound. lra.
    - exists (-1). split; [lra|]. intros k inside_k top_c i top_i. rewrite forallb_forall in down.
      specialize (down _ (nth_In nets QIdentity inside_k)). unfold qkeeps_down in down.
      apply (qis_top_complete C (nth k nets QIdentity) x d s) in top_c.
      pose proof (qis_top_complete C (nth k nets QIdentity) x d s i top_i) as computed.
      rewrite top_c in down. cbn [negb orb] in down.
      pose proof (all_below_sound C _ down i (proj1 top_i)) as here. cbv beta in here.
      rewrite computed in here. cbn [negb orb] in here. apply Bool.negb_true_iff, qlt_false in here.
      unfold V, net, v. rewrite !qcolumn_sound. lra. }
  destruct signs as [sign [sign_nonzero signs]].
  exists c. split; [exact below|]. intros [A [r [gradient vanishes]]].
  apply (norm_tends_to_0_component D r j inside) in vanishes.
  set (K := length nets) in *.
  assert (K_positive : 0 < / INR K) by (apply Rinv_0_lt_compat, lt_0_INR; lia).
  set (kept := fun k => softmax_grad C (V k) (limit_probability C (a k) (b k)) c j).
  assert (limit : tends_to (fun t => / INR K * sum_below K (fun k =>
    softmax_grad C (V k) (softmax C (eval (net k) (ray (real_vec x) v t))) c j))
    (/ INR K * sum_below K kept)).
  { apply tends_to_scal. apply (tends_to_sum K (fun t k =>
      softmax_grad C (V k) (softmax C (eval (net k) (ray (real_vec x) v t))) c j)).
    intros k inside_k. apply (tail_gradient_limit (eval (net k)) C D (real_vec x) v (T k));
      [apply tails, inside_k | exact below]. }
  destruct (late_for_all K (fun k t => T k < t)) as [B late_all].
  { intros k _. exists (T k + 1). intros t late. lra. }
  assert (zero : / INR K * sum_below K kept = 0).
  { apply (tends_to_unique _ _ _ limit).
    apply tends_to_eventually with (2 := vanishes) (T := Rmax A B + 1). intros t late.
    pose proof (Rmax_l A B). pose proof (Rmax_r A B).
    apply (is_partial_unique (fun y => mean K (predictions C (members nets) y) c) j
      (ray (real_vec x) v t)); [apply gradient; [lra|exact inside]|].
    unfold mean. apply is_partial_scal.
    apply (is_partial_sum K (fun k y => predictions C (members nets) y k c)).
    intros k inside_k. apply (tail_gradient (eval (net k)) C D (real_vec x) v (T k) (a k) (b k));
      [apply tails, inside_k | apply late_all; [exact inside_k|lra] | exact below | exact inside]. }
  assert (total : 0 < sum_below K (fun k => sign * kept k)).
  { rewrite <- (sum_zero K). apply (sum_lt K _ _ m member).
    - intros k inside_k. apply kept_sign; [exact below|]. intros top_c i top_i.
      apply signs; assumption.
    - apply (kept_strictly C (a m) (b m) (V m) c j l sign top rival).
      + intros i top_i. apply signs; assumption.
      + assert (apart : V m c j - V m l j <> 0) by (unfold V, net, v; rewrite !qcolumn_sound; lra).
        pose proof (signs m member top l rival) as weak.
        destruct (Rle_lt_or_eq_dec _ _ weak) as [less|same]; [exact less|exfalso].
        symmetry in same. apply Rmult_integral in same. tauto. }
  rewrite sum_scal in total. apply Rmult_integral in zero. destruct zero as [none|none]; [lra|].
  rewrite none, Rmult_0_r in total. lra.
Qed.

(** ** Claim single-dimension *)

(** Every class probability of every member moves strictly with the coordinate
    that is scaled, on an interval that contains the ray from some t on, and
    perfect certainty is not reached. *)
Definition refutes_single_dimension (K D C : nat) (f : nat -> vec -> vec) (x v : vec) : Prop :=
  (exists I d, (exists lo hi, partially_unbounded D lo hi /\ I = in_interval D lo hi)
     /\ (exists A, forall t, A <= t -> I (ray x v t)) /\ (d < D)%nat /\ v d <> 0
     /\ forall m c, (m < K)%nat -> (c < C)%nat ->
          increasing_in I d (fun y => softmax C (f m y) c)
          \/ decreasing_in I d (fun y => softmax C (f m y) c))
  /\ ~ reaches_certainty K C (fun t => predictions C f (ray x v t)).

(** No class is the only one of largest slope for every member. *)
Definition none_for_all (C : nat) (x : list Q) (d : nat) (s : Q) (nets : list qnetwork) : bool :=
  negb (Nat.eqb (length nets) 0) && negb (Nat.eqb C 0)
  && all_below C (fun k => some_below (length nets) (fun m => some_below C (fun c =>
       negb (Nat.eqb c k)
       && negb (qlt (qslope (nth m nets QIdentity) x d s c) (qslope (nth m nets QIdentity) x d s k))))).

Lemma none_for_all_sound : forall C x d s nets, none_for_all C x d s nets = true ->
  ~ reaches_certainty (length nets) C
      (fun t => predictions C (members nets) (ray (real_vec x) (coordinate_direction d (Q2R s)) t)).
Proof.
  intros C x d s nets checked [certain _]. unfold none_for_all in checked.
  apply Bool.andb_true_iff in checked. destruct checked as [checked split_up].
  apply Bool.andb_true_iff in checked. destruct checked as [some_member some_class].
  apply Bool.negb_true_iff, Nat.eqb_neq in some_member, some_class.
  set (v := coordinate_direction d (Q2R s)) in *.
  apply (perfect_certainty_criterion (length nets) C (members nets) (real_vec x) v
    (fun m => tail_from (real (nth m nets QIdentity)) (real_vec x) v)
    (fun m => tail_intercept (real (nth m nets QIdentity)) (real_vec x) v)
    (fun m => tail_slope (real (nth m nets QIdentity)) (real_vec x) v)) in certain;
    [|lia|lia|intros m _; apply network_has_lines].
  destruct certain as [k unanimous]. assert (below : (k < C)%nat) by (apply (unanimous 0%nat); lia).
  destruct (some_below_sound _ _ (all_below_sound C _ split_up k below)) as [m [member rival]].
  destruct (some_below_sound C _ rival) as [c [small apart]].
  apply Bool.andb_true_iff in apart. destruct apart as [other not_less].
  apply Bool.negb_true_iff, Nat.eqb_neq in other. apply Bool.negb_true_iff, qlt_false in not_less.
  destruct (unanimous m member) as [_ alone]. specialize (alone c small other).
  unfold v in alone. rewrite !qslope_sound in alone. lra.
Qed.

Definition single_dimension_check (D C : nat) (nets : list qnetwork) (x : list Q) (d : nat) (s : Q)
    : bool :=
  ray_is_valid D x d s && all_off_boundary x d s nets
  && forallb (fun net => all_below C (fun c => column_rises C (qcolumn net x d s d) c
       || column_falls C (qcolumn net x d s d) c)) nets
  && none_for_all C x d s nets.

Theorem single_dimension_witness : forall D C nets x d s,
  single_dimension_check D C nets x d s = true ->
  refutes_single_dimension (length nets) D C (members nets) (real_vec x)
    (coordinate_direction d (Q2R s)).
Proof.
  intros D C nets x d s checked. unfold single_dimension_check in checked.
  apply Bool.andb_true_iff in checked. destruct checked as [checked uncertain].
  apply Bool.andb_true_iff in checked. destruct checked as [checked columns].
  apply Bool.andb_true_iff in checked. destruct checked as [valid off].
  split; [|exact (none_for_all_sound C x d s nets uncertain)].
  destruct (interval_sound D C x d s nets valid off) as [I [interval [contains partials]]].
  apply ray_is_valid_sound in valid. destruct valid as [moves [inside _]].
  exists I, d. split; [exact interval|]. split; [exact contains|]. split; [exact inside|].
  split; [apply coordinate_moves, moves|]. intros m c member below.
  rewrite forallb_forall in columns. specialize (columns _ (nth_In nets QIdentity member)).
  pose proof (all_below_sound C _ columns c below) as monotonic. apply Bool.orb_true_iff in monotonic.
  destruct monotonic as [rises|falls]; [left|right].
  - apply (column_rises_sound C I (nth m nets QIdentity) x d s d c); [|exact below|exact rises].
    intros y k here small. exact (partials m y k d member here small).
  - apply (column_falls_sound C I (nth m nets QIdentity) x d s d c); [|exact below|exact falls].
    intros y k here small. exact (partials m y k d member here small).
Qed.

(** ** Claim perfect-certainty-same-sense *)

(** The hypotheses of Theorem 1 hold on the ray, every class probability moves
    the same way in all members with the coordinate that is scaled, and perfect
    certainty is not reached. *)
Definition refutes_perfect_certainty_same_sense (K D C : nat) (f : nat -> vec -> vec) (x v : vec)
    : Prop :=
  (exists I d, meets_hypotheses K D C f x v I /\ (d < D)%nat /\ v d <> 0
     /\ share_sense K C I d (fun m y => softmax C (f m y)))
  /\ ~ reaches_certainty K C (fun t => predictions C f (ray x v t)).

Definition perfect_certainty_same_sense_check (D C : nat) (nets : list qnetwork) (x : list Q)
    (d : nat) (s : Q) : bool :=
  ray_is_valid D x d s && forallb (member_meets_hypotheses D C x d s) nets
  && all_below C (fun c => forallb (fun net => column_rises C (qcolumn net x d s d) c) nets
       || forallb (fun net => column_falls C (qcolumn net x d s d) c) nets)
  && none_for_all C x d s nets.

Theorem perfect_certainty_same_sense_witness : forall D C nets x d s,
  perfect_certainty_same_sense_check D C nets x d s = true ->
  refutes_perfect_certainty_same_sense (length nets) D C (members nets) (real_vec x)
    (coordinate_direction d (Q2R s)).
Proof.
  intros D C nets x d s checked. unfold perfect_certainty_same_sense_check in checked.
  apply Bool.andb_true_iff in checked. destruct checked as [checked uncertain].
  apply Bool.andb_true_iff in checked. destruct checked as [checked senses].
  apply Bool.andb_true_iff in checked. destruct checked as [valid meets].
  split; [|exact (none_for_all_sound C x d s nets uncertain)].
  destruct (hypotheses_sound D C x d s nets valid meets) as [I [hypotheses [_ partials]]].
  apply ray_is_valid_sound in valid. destruct valid as [moves [inside _]].
  exists I, d. split; [exact hypotheses|]. split; [exact inside|].
  split; [apply coordinate_moves, moves|]. intros c below.
  pose proof (all_below_sound C _ senses c below) as sense. apply Bool.orb_true_iff in sense.
  destruct sense as [rise|fall]; [left|right]; intros m member.
  - rewrite forallb_forall in rise.
    apply (column_rises_sound C I (nth m nets QIdentity) x d s d c);
      [|exact below|exact (rise _ (nth_In nets QIdentity member))].
    intros y k here small. exact (partials m y k d member here small).
  - rewrite forallb_forall in fall.
    apply (column_falls_sound C I (nth m nets QIdentity) x d s d c);
      [|exact below|exact (fall _ (nth_In nets QIdentity member))].
    intros y k here small. exact (partials m y k d member here small).
Qed.

(** ** Claim monotone-on-polytopes *)

(** On an interval on which f is affine, and which therefore lies in one of its
    polytopes, p is not component-wise strictly monotonic. *)
Definition refutes_monotone_on_polytopes (D C : nat) (f : vec -> vec) (x v : vec) : Prop :=
  exists I V, (exists lo hi, partially_unbounded D lo hi /\ I = in_interval D lo hi)
    /\ (exists A, forall t, A <= t -> I (ray x v t))
    /\ (forall y c j, I y -> (c < C)%nat -> is_partial (fun y => f y c) j y (V c j))
    /\ ~ componentwise_strictly_monotonic I D C (fun y => softmax C (f y)).

(** Some input moves all logits alike, so that no probability moves with it. *)
Definition monotone_on_polytopes_check (D C : nat) (net : qnetwork) (x : list Q) (d : nat) (s : Q)
    : bool :=
  ray_is_valid D x d s && qoff_boundary net (start_germs x d s) && Nat.ltb 0 C
  && some_below D (fun j => all_below C (fun c =>
       qeq (entry (qcolumn net x d s j) c) (entry (qcolumn net x d s j) 0))).

Theorem monotone_on_polytopes_witness : forall D C net x d s,
  monotone_on_polytopes_check D C net x d s = true ->
  refutes_monotone_on_polytopes D C (eval (real net)) (real_vec x)
    (coordinate_direction d (Q2R s)).
Proof.
  intros D C net x d s checked. unfold monotone_on_polytopes_check in checked.
  apply Bool.andb_true_iff in checked. destruct checked as [checked still].
  apply Bool.andb_true_iff in checked. destruct checked as [checked some_class].
  apply Bool.andb_true_iff in checked. destruct checked as [valid off].
  apply Nat.ltb_lt in some_class. apply some_below_sound in still. destruct still as [j [inside still]].
  destruct (interval_sound D C x d s [net] valid) as [I [interval [[A contains] partials]]].
  { unfold all_off_boundary. cbn [forallb]. rewrite off. reflexivity. }
  set (v := coordinate_direction d (Q2R s)) in *. set (f := eval (real net)).
  set (V := tail_jacobian (real net) (real_vec x) v).
  assert (affine : forall y c i, I y -> (c < C)%nat -> is_partial (fun y => f y c) i y (V c i))
    by (intros y c i; exact (partials 0%nat y c i (Nat.lt_0_succ 0))).
  exists I, V. split; [exact interval|]. split; [exists A; exact contains|]. split; [exact affine|].
  intros monotonic.
  assert (level : forall m, (m < C)%nat -> V m j = V 0%nat j).
  { intros m below. pose proof (all_below_sound C _ still m below) as equal. cbv beta in equal.
    unfold V, v. rewrite !qcolumn_sound.
    pose proof (qeq_sound (entry (qcolumn net x d s j) m) (entry (qcolumn net x d s j) 0)) as sound.
    rewrite equal in sound. exact sound. }
  pose proof (contains A (Rle_refl A)) as here.
  pose proof (gradient_at C I f V j 0 _ (fun y c => affine y c j) some_class here) as still_there.
  rewrite (sum_ext C _ (fun _ => 0)), sum_zero, Rmult_0_r in still_there
    by (intros m below; rewrite (level m below); ring).
  destruct (monotonic 0%nat some_class j inside) as [rises|falls];
    [destruct (rises _ here) as [r [partial sign]] | destruct (falls _ here) as [r [partial sign]]];
    rewrite (is_partial_unique _ _ _ _ _ partial still_there) in sign; lra.
Qed.
