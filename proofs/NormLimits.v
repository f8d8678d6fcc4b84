(** * Behind a normalisation the limit depends on the direction alone
    (claim layer-norm-limit, for networks of every shape)

    A body and a head of affine maps, sums, maxima and activations with
    asymptotes, and between them LayerNorm or RMSNorm over groups of units:
    one group is LayerNorm, several are group and instance norm. *)

From Farfield Require Import Basics Calculus Softmax Tail Network Metrics Ceilings Asymptotes.

Open Scope R_scope.

(** The units of group q, n to a group. *)
Definition group (n : nat) (z : vec) (q : nat) : vec := fun i => z (q * n + i)%nat.

(** Every group normalised by itself, with gain g and shift s of each unit. *)
Definition group_norm (normalise : vec -> vec) (n groups : nat) (g s z : vec) : vec := fun k =>
  if Nat.ltb k (groups * n) then g k * normalise (group n z (k / n)) (k mod n)%nat + s k else 0.

(** What the norms make of units that grow like b t. *)
Definition layer_direction (n : nat) (b : vec) : vec :=
  fun i => centred n b i / sqrt (layer_variance n b).
Definition rms_direction (n : nat) (b : vec) : vec := fun i => b i / sqrt (mean_square n b).

(** ** The units *)

Lemma rms_norm_limit_units : forall n eps (z : R -> vec) b,
  (0 < n)%nat -> 0 <= eps -> (forall i, (i < n)%nat -> tends_to (fun t => z t i / t) (b i)) ->
  0 < mean_square n b ->
  forall i, (i < n)%nat -> tends_to (fun t => rms_norm n eps (z t) i) (rms_direction n b i).
Proof.
  intros n eps z b some nonneg growth moves i inside.
  set (u := fun t j => z t j / t).
  assert (squares : tends_to (fun t => mean_square n (u t)) (mean_square n b)).
  { apply tends_to_scal, (tends_to_sum n (fun t j => u t j * u t j) (fun j => b j * b j)).
    intros j below. apply (tends_to_square (fun t => u t j)), growth, below. }
  assert (spread : tends_to (fun t => mean_square n (u t) + eps * (/ t * / t)) (mean_square n b)).
  { replace (mean_square n b) with (mean_square n b + eps * (0 * 0)) by ring.
    apply tends_to_plus; [exact squares|]. apply tends_to_scal.
    apply (tends_to_square (fun t => / t)), tends_to_inverse. }
  apply tends_to_eventually with
    (fun t => u t i * / sqrt (mean_square n (u t) + eps * (/ t * / t))) 1.
  - intros t late.
    assert (scale_square : mean_square n (u t) = mean_square n (z t) * (/ t * / t)).
    { unfold mean_square. rewrite Rmult_assoc, <- sum_scal_r. f_equal. apply sum_ext.
      intros j _. unfold u. field. lra. }
    assert (square_nonneg : 0 <= mean_square n (z t)).
    { apply Rmult_le_pos; [apply Rlt_le, Rinv_0_lt_compat, INR_pos, some|].
      apply sum_nonneg. intros; apply Rle_0_sqr. }
    rewrite scale_square, <- Rmult_plus_distr_r, sqrt_mult_alt by lra.
    rewrite sqrt_square by (apply Rlt_le, Rinv_0_lt_compat; lra).
    unfold rms_norm, u, Rdiv. destruct (Req_dec (sqrt (mean_square n (z t) + eps)) 0) as [zero|nonzero].
    + assert (all_zero : mean_square n (z t) + eps = 0) by (apply sqrt_eq_0; [lra|exact zero]).
      assert (unit_zero : z t i = 0).
      { assert (total : sum_below n (fun j => z t j * z t j) = 0).
        { assert (zero_square : mean_square n (z t) = 0) by lra.
          unfold mean_square in zero_square. apply Rmult_integral in zero_square.
          destruct zero_square as [bad|good]; [|exact good].
          pose proof (Rinv_0_lt_compat _ (INR_pos n some)). lra. }
        pose proof (sum_nonneg_zero n (fun j => z t j * z t j) (fun j _ => Rle_0_sqr _) total i inside)
          as square. cbv beta in square. nra. }
      rewrite unit_zero. ring.
    + field. split; [exact nonzero|lra].
  - unfold rms_direction, Rdiv. apply tends_to_mult; [apply growth, inside|].
    apply tends_to_inv; [apply Rgt_not_eq, sqrt_lt_R0, moves|].
    apply tends_to_sqrt; [exact moves | exact spread].
Qed.

(** What approaches a line grows like its slope. *)
Lemma near_line_growth : forall u a b, near_line u a b -> tends_to (fun t => u t / t) b.
Proof.
  intros u a b near.
  assert (limit : tends_to (fun t => (u t - (a + b * t)) * / t + a * / t + b) (0 * 0 + a * 0 + b)).
  { apply tends_to_plus; [|apply tends_to_const]. apply tends_to_plus.
    - apply tends_to_mult; [exact near | exact tends_to_inverse].
    - apply tends_to_scal, tends_to_inverse. }
  replace (0 * 0 + a * 0 + b) with b in limit by ring.
  apply tends_to_eventually with (2 := limit) (T := 1). intros t late. field. lra.
Qed.

(** ** The head *)

Lemma smooth_continuous : forall net (z : R -> vec) l,
  (forall j, tends_to (fun t => z t j) (l j)) ->
  forall i, tends_to (fun t => smooth_eval net (z t) i) (smooth_eval net l i).
Proof.
  induction net as [|n m W b|m sigma|f onf g ong|f onf g ong|f onf g ong];
    intros z l limits i; cbn [smooth_eval].
  - apply limits.
  - destruct (Nat.ltb i m); [|apply tends_to_const]. unfold affine_map.
    apply tends_to_plus; [|apply tends_to_const].
    apply (tends_to_sum n (fun t j => W i j * z t j) (fun j => W i j * l j)).
    intros j _. apply tends_to_scal, limits.
  - destruct (Nat.ltb i m); [|apply tends_to_const].
    apply (tends_to_continuous (act (sigma i))); [apply act_continuous | apply limits].
  - apply tends_to_max; [apply onf | apply ong]; exact limits.
  - apply (ong (fun t => smooth_eval f (z t))). intros j. apply onf, limits.
  - apply tends_to_plus; [apply onf | apply ong]; exact limits.
Qed.

Lemma softmax_continuous : forall C (f : R -> vec) l c, (c < C)%nat ->
  (forall k, (k < C)%nat -> tends_to (fun t => f t k) (l k)) ->
  tends_to (fun t => softmax C (f t) c) (softmax C l c).
Proof.
  intros C f l c below limits.
  assert (exponentials : forall k, (k < C)%nat -> tends_to (fun t => exp (f t k)) (exp (l k))).
  { intros k inside. apply (tends_to_continuous exp); [|apply limits, inside].
    apply derivable_continuous_pt, derivable_pt_exp. }
  unfold softmax, Rdiv. apply tends_to_mult; [apply exponentials, below|].
  apply tends_to_inv.
  - apply Rgt_not_eq, sum_pos; [lia|]. intros. apply exp_pos.
  - apply (tends_to_sum C (fun t k => exp (f t k)) (fun k => exp (l k))). exact exponentials.
Qed.

(** ** The limit *)

Lemma group_norm_limit : forall (normalise direction : vec -> vec) (varied : vec -> Prop)
    body head n groups g s C v,
  (0 < n)%nat ->
  (forall (z : R -> vec) b, (forall i, (i < n)%nat -> tends_to (fun t => z t i / t) (b i)) -> varied b ->
     forall i, (i < n)%nat -> tends_to (fun t => normalise (z t) i) (direction b i)) ->
  (forall q, (q < groups)%nat -> varied (group n (recession body v) q)) ->
  forall x c, (c < C)%nat ->
    tends_to (fun t => softmax C (smooth_eval head
        (group_norm normalise n groups g s (smooth_eval body (ray x v t)))) c)
      (softmax C (smooth_eval head (group_norm direction n groups g s (recession body v))) c).
Proof.
  intros normalise direction varied body head n groups g s C v some settles each x c below.
  apply (softmax_continuous C (fun t => smooth_eval head
    (group_norm normalise n groups g s (smooth_eval body (ray x v t))))); [exact below|].
  intros k _. apply (smooth_continuous head (fun t =>
    group_norm normalise n groups g s (smooth_eval body (ray x v t)))).
  intros j. unfold group_norm. destruct (Nat.ltb_spec j (groups * n)) as [inside|]; [|apply tends_to_const].
  apply tends_to_plus; [|apply tends_to_const]. apply tends_to_scal.
  apply (settles (fun t => group n (smooth_eval body (ray x v t)) (j / n))).
  - intros i _. unfold group.
    apply (near_line_growth (fun t => smooth_eval body (ray x v t) (j / n * n + i)%nat)
      (intercepts body x v (j / n * n + i)%nat)).
    apply slopes_ignore_shape.
  - apply each. apply Nat.div_lt_upper_bound; lia.
  - apply Nat.mod_upper_bound. lia.
Qed.

(** LayerNorm, group norm, instance norm: if in every group the slopes are not
    all alike, the limit of p along v is the same from every starting point:
    that of the slopes, normalised. *)
Theorem layer_norm_limit_network : forall body head n groups eps g s C v,
  (0 < n)%nat -> 0 <= eps ->
  (forall q, (q < groups)%nat -> 0 < layer_variance n (group n (recession body v) q)) ->
  forall x c, (c < C)%nat ->
    tends_to (fun t => softmax C (smooth_eval head
        (group_norm (layer_norm n eps) n groups g s (smooth_eval body (ray x v t)))) c)
      (softmax C (smooth_eval head (group_norm (layer_direction n) n groups g s (recession body v))) c).
Proof.
  intros body head n groups eps g s C v some nonneg each.
  apply (group_norm_limit (layer_norm n eps) (layer_direction n) (fun b => 0 < layer_variance n b));
    [exact some| |exact each].
  intros z b growth varied. apply layer_norm_limit_units; assumption.
Qed.

(** RMSNorm: the slopes only have to be not all 0. *)
Theorem layer_norm_limit_rms : forall body head n groups eps g s C v,
  (0 < n)%nat -> 0 <= eps ->
  (forall q, (q < groups)%nat -> 0 < mean_square n (group n (recession body v) q)) ->
  forall x c, (c < C)%nat ->
    tends_to (fun t => softmax C (smooth_eval head
        (group_norm (rms_norm n eps) n groups g s (smooth_eval body (ray x v t)))) c)
      (softmax C (smooth_eval head (group_norm (rms_direction n) n groups g s (recession body v))) c).
Proof.
  intros body head n groups eps g s C v some nonneg each.
  apply (group_norm_limit (rms_norm n eps) (rms_direction n) (fun b => 0 < mean_square n b));
    [exact some| |exact each].
  intros z b growth moves. apply rms_norm_limit_units; assumption.
Qed.
