(** * More robust refutations: entropy-direction, cea-catches-overconfidence,
    logit-diverges-any, penultimate-diverges-any and rmds-at-infinity *)

From Farfield Require Import Basics Calculus Softmax Tail Network Witnesses Metrics Certainty
  MetricGradients Penultimate Cea Mds Balls Auroc DetectorsMore.
Import ListNotations.

Open Scope R_scope.

(** ** Claim entropy-direction: every logit vector is a counterexample *)

Theorem entropy_direction_robust : forall C f k, (1 < C)%nat -> (k < C)%nat ->
  entropy C (one_hot k) < entropy C (softmax C f).
Proof.
  intros C f k several below. rewrite one_hot_entropy by exact below.
  apply softmax_entropy_pos, several.
Qed.

(** ** Claim cea-catches-overconfidence: z = relu(x), f = (2 z, 0) from x' = 1
    with lambda = 1, and everything within 1/8, whatever the threshold: the
    network becomes certain, and the corrected maximum logit goes to plus
    infinity *)

Theorem cea_catches_overconfidence_robust : forall w b W beta x tau lambda,
  near_to (/ 8) 1 w -> near_to (/ 8) 0 b ->
  layer_near (/ 8) 2 1 (rows [[2]; [0]]) (entries [0; 0]) W beta ->
  near_to (/ 8) 1 (x 0%nat) -> near_to (/ 8) 1 lambda ->
  let features := Compose (Affine 1 (fun _ _ => w) (fun _ => b)) (Relu 1) in
  let f := eval (Compose features (Affine 1 W beta)) in
  let v := scaling_direction x 0 in
  tends_to (fun t => softmax 2 (f (ray x v t)) 0) 1
  /\ diverges (fun t => f (ray x v t) 0%nat - lambda * cea 1 tau (eval features (ray x v t))).
Proof.
  intros w b W beta x tau lambda near_w near_b near near_x near_lambda features f v.
  destruct (near 0%nat ltac:(lia)) as [_ W0]. destruct (near 1%nat ltac:(lia)) as [_ W1].
  specialize (W0 0%nat ltac:(lia)). specialize (W1 0%nat ltac:(lia)).
  apply near_to_bounds in near_w, near_b, near_x, near_lambda, W0, W1.
  unfold rows in W0, W1. cbn [nth] in W0, W1.
  set (u := x 0%nat) in *. assert (speed : / 2 < w * u) by nra.
  assert (unit_value : forall t, 0 <= t -> eval features (ray x v t) 0%nat = w * u + b + w * u * t).
  { intros t forward. unfold features, Relu. cbn [eval Nat.ltb Nat.leb]. rewrite relu_is_leaky.
    unfold affine_map. cbn [sum_below]. unfold ray, v, scaling_direction. cbn [Nat.eqb]. fold u.
    unfold relu. assert (0 <= w * u * t) by (apply Rmult_le_pos; lra).
    rewrite Rmax_right; [ring|]. replace (0 + w * (u + t * u) + b) with (w * u + b + w * u * t) by ring.
    lra. }
  assert (lines : has_lines f 2 x v 0 (fun c => W c 0%nat * (w * u + b) + beta c)
    (fun c => W c 0%nat * (w * u))).
  { intros t c forward _. unfold f. cbn [eval]. unfold affine_map. cbn [sum_below].
    change (eval (Relu 1) (fun i : nat => 0 + w * ray x v t 0%nat + b)) with (eval features (ray x v t)).
    rewrite unit_value by exact forward. unfold line. ring. }
  assert (alone : unique_top 2 (fun c => W c 0%nat * (w * u)) 0).
  { split; [lia|]. intros c below other. assert (c = 1%nat) as -> by lia. nra. }
  split.
  - destruct (regimes f 2 x v 0 _ _ ltac:(lia) lines) as [saturates _].
    exact (saturates 0%nat alone 0%nat ltac:(lia)).
  - destruct (cea_catches_overconfidence_criterion 1 (fun t => eval features (ray x v t)) 0
      (fun _ => w * u + b) (fun _ => w * u) tau (fun t => f (ray x v t) 0%nat)
      (W 0%nat 0%nat * (w * u + b) + beta 0%nat) (W 0%nat 0%nat * (w * u)) lambda) as [_ [grows _]].
    + intros t j forward inside. assert (j = 0%nat) as -> by lia. rewrite unit_value by exact forward.
      unfold line. ring.
    + intros t forward. rewrite (lines t 0%nat forward ltac:(lia)). reflexivity.
    + lra.
    + apply grows. unfold rising, norm. cbn [sum_below]. unfold relu. rewrite Rmax_right by lra.
      rewrite Rplus_0_l, sqrt_square by lra. nra.
Qed.

(** ** Claims logit-diverges-any and penultimate-diverges-any: units that
    oscillate for ever under a linear head *)

(** Unit j is t (a_j + b_j cos t). *)
Definition waves (a b : vec) (t : R) : vec := fun j => t * (a j + b j * cos t).

Lemma waves_under_head : forall W beta a b t c,
  affine_map 2 W beta (waves a b t) c
  = t * ((W c 0%nat * a 0%nat + W c 1%nat * a 1%nat)
         + (W c 0%nat * b 0%nat + W c 1%nat * b 1%nat) * cos t) + beta c.
Proof. intros W beta a b t c. unfold affine_map, waves. cbn [sum_below]. ring. Qed.

(** Where the constant part wins, the difference of the logits diverges. *)
Lemma waves_certain : forall (f : R -> vec) k p q e, (k < 2)%nat ->
  (forall t, f t k - f t (1 - k)%nat = t * (p + q * cos t) + e) -> - p < q < p ->
  tends_to (fun t => softmax 2 (f t) k) 1.
Proof.
  intros f k p q e below difference smaller.
  apply tends_to_ext with (fun t => / (1 + exp (f t (1 - k)%nat - f t k))).
  - intros t. rewrite softmax_inv by exact below. f_equal. cbn [sum_below].
    two k below; simpl Nat.sub;
      [replace (f t 0%nat - f t 0%nat) with 0 by ring | replace (f t 1%nat - f t 1%nat) with 0 by ring];
      rewrite exp_0; ring.
  - set (margin := Rmin (p - q) (p + q)).
    assert (positive : 0 < margin) by (unfold margin; apply Rmin_glb_lt; lra).
    assert (margin_minus : margin <= p - q) by apply Rmin_l.
    assert (margin_plus : margin <= p + q) by apply Rmin_r. clearbody margin.
    assert (vanishes : tends_to (fun t => exp (f t (1 - k)%nat - f t k)) 0).
    { apply tends_to_squeeze_0 with (fun t => exp (- e + - margin * t)) 0.
      - intros t forward. rewrite Rabs_pos_eq by apply Rlt_le, exp_pos. apply exp_le.
        assert (margin <= p + q * cos t).
        { pose proof (COS_bound t). destruct (Rle_dec 0 q); nra. }
        replace (f t (1 - k)%nat - f t k) with (- (f t k - f t (1 - k)%nat)) by ring.
        rewrite difference. nra.
      - apply tends_to_exp_neg. lra. }
    assert (limit := tends_to_inv _ (1 + 0) ltac:(lra)
      (tends_to_plus _ _ _ _ (tends_to_const 1) vanishes)).
    replace (/ (1 + 0)) with 1 in limit by field. exact limit.
Qed.

Lemma cos_returns : forall u M, exists t, M <= t /\ cos t = cos u.
Proof.
  intros u M. destruct (archimed (Rabs (M - u))) as [above _].
  assert (forward : (0 <= up (Rabs (M - u)))%Z)
    by (apply le_IZR; pose proof (Rabs_pos (M - u)); lra).
  set (n := Z.to_nat (up (Rabs (M - u)))).
  assert (far : M - u < INR n).
  { unfold n. rewrite INR_IZR_INZ, Z2Nat.id by exact forward.
    pose proof (Rle_abs (M - u)). lra. }
  exists (u + 2 * INR n * PI). split; [|apply cos_period].
  pose proof PI2_1. pose proof (pos_INR n). nra.
Qed.

(** Where the oscillating part wins, there is no infinite limit. *)
Lemma wave_has_no_limit : forall a b e, (a < b /\ - b < a) \/ (a < - b /\ b < a) ->
  ~ goes_to_infinity (fun t => t * (a + b * cos t) + e).
Proof.
  intros a b e larger.
  assert (signs : forall sign, sign = 1 \/ sign = -1 -> forall A,
    exists t, A <= t /\ sign * (t * (a + b * cos t)) <= 0).
  { intros sign either A.
    assert (turn : exists u, sign * (a + b * cos u) <= 0).
    { destruct either as [->| ->]; destruct larger as [[upper lower]|[upper lower]].
      - exists PI. rewrite cos_PI. lra.
      - exists 0. rewrite cos_0. lra.
      - exists 0. rewrite cos_0. lra.
      - exists PI. rewrite cos_PI. lra. }
    destruct turn as [u turn]. destruct (cos_returns u (Rmax A 0)) as [t [late same]].
    exists t. pose proof (Rmax_l A 0). pose proof (Rmax_r A 0). split; [lra|].
    rewrite same. replace (sign * (t * (a + b * cos u))) with (t * (sign * (a + b * cos u))) by ring.
    nra. }
  intros [far|far]; destruct (far (Rabs e + 1)) as [A above];
    [destruct (signs 1 ltac:(left; reflexivity) A) as [t [late below]]
    | destruct (signs (-1) ltac:(right; reflexivity) A) as [t [late below]]];
    specialize (above t late); cbv beta in above; pose proof (Rle_abs e); pose proof (Rle_abs (- e));
    rewrite Rabs_Ropp in *; lra.
Qed.

(** Radius 19/64 about units t (3 cos t) and t (3 - 3 cos t) under the head
    ((5, 0), (2, -3)): p_0 tends to 1, and no logit has an infinite limit. *)
Theorem logit_diverges_any_robust : forall a b W beta,
  (forall j, (j < 2)%nat -> near_to (19 / 64) (entries [0; 3] j) (a j)
                            /\ near_to (19 / 64) (entries [3; -3] j) (b j)) ->
  layer_near (19 / 64) 2 2 (rows [[5; 0]; [2; -3]]) (entries [0; 0]) W beta ->
  let g := fun t => affine_map 2 W beta (waves a b t) in
  tends_to (fun t => softmax 2 (g t) 0) 1
  /\ forall i, (i < 2)%nat -> ~ goes_to_infinity (fun t => g t i).
Proof.
  intros a b W beta near_waves near g.
  destruct (near_waves 0%nat ltac:(lia)) as [a0 b0]. destruct (near_waves 1%nat ltac:(lia)) as [a1 b1].
  destruct (near 0%nat ltac:(lia)) as [_ row0]. destruct (near 1%nat ltac:(lia)) as [_ row1].
  pose proof (row0 0%nat ltac:(lia)) as w00. pose proof (row0 1%nat ltac:(lia)) as w01.
  pose proof (row1 0%nat ltac:(lia)) as w10. pose proof (row1 1%nat ltac:(lia)) as w11.
  apply near_to_bounds in a0, a1, b0, b1, w00, w01, w10, w11.
  unfold entries, rows in *. cbn [nth] in *. clear near near_waves row0 row1.
  set (A0 := a 0%nat) in *. set (A1 := a 1%nat) in *. set (B0 := b 0%nat) in *. set (B1 := b 1%nat) in *.
  assert (d0 : 3 - 38 / 64 <= W 0%nat 0%nat - W 1%nat 0%nat <= 3 + 38 / 64) by lra.
  assert (d1 : 3 - 38 / 64 <= W 0%nat 1%nat - W 1%nat 1%nat <= 3 + 38 / 64) by lra.
  split.
  - apply (waves_certain g 0
      ((W 0%nat 0%nat - W 1%nat 0%nat) * A0 + (W 0%nat 1%nat - W 1%nat 1%nat) * A1)
      ((W 0%nat 0%nat - W 1%nat 0%nat) * B0 + (W 0%nat 1%nat - W 1%nat 1%nat) * B1)
      (beta 0%nat - beta 1%nat)); [lia| |].
    + intros t. unfold g. simpl Nat.sub. rewrite !waves_under_head. fold A0 A1 B0 B1. ring.
    + set (D0 := W 0%nat 0%nat - W 1%nat 0%nat) in *. set (D1 := W 0%nat 1%nat - W 1%nat 1%nat) in *.
      clearbody A0 A1 B0 B1 D0 D1. clear w00 w01 w10 w11.
      assert (- (230 / 64 * (19 / 64)) <= D0 * A0) by nra.
      assert (154 / 64 * (173 / 64) <= D1 * A1) by nra.
      assert (154 / 64 * (173 / 64) <= D0 * B0 <= 230 / 64 * (211 / 64)) by nra.
      assert (- (230 / 64 * (211 / 64)) <= D1 * B1 <= - (154 / 64 * (173 / 64))) by nra.
      lra.
  - intros i below limit. apply (wave_has_no_limit (W i 0%nat * A0 + W i 1%nat * A1)
      (W i 0%nat * B0 + W i 1%nat * B1) (beta i)).
    + left. two i below.
      * set (U := W 0%nat 0%nat) in *. set (V := W 0%nat 1%nat) in *.
        clearbody A0 A1 B0 B1 U V. clear w10 w11 d0 d1.
        assert (- (339 / 64 * (19 / 64)) <= U * A0 <= 339 / 64 * (19 / 64)) by nra.
        assert (- (19 / 64 * (211 / 64)) <= V * A1 <= 19 / 64 * (211 / 64)) by nra.
        assert (301 / 64 * (173 / 64) <= U * B0) by nra.
        assert (- (19 / 64 * (211 / 64)) <= V * B1) by nra. lra.
      * set (U := W 1%nat 0%nat) in *. set (V := W 1%nat 1%nat) in *.
        clearbody A0 A1 B0 B1 U V. clear w00 w01 d0 d1.
        assert (- (147 / 64 * (19 / 64)) <= U * A0 <= 147 / 64 * (19 / 64)) by nra.
        assert (- (211 / 64 * (211 / 64)) <= V * A1 <= 0) by nra.
        assert (109 / 64 * (173 / 64) <= U * B0) by nra.
        assert (173 / 64 * (173 / 64) <= V * B1) by nra. lra.
    + destruct limit as [limit|limit]; [left|right]; intros M; destruct (limit M) as [T above];
        exists T; intros t late; specialize (above t late); unfold g in above;
        rewrite waves_under_head in above; exact above.
Qed.

(** Radius 1/4 about units t (4 cos t) and t (3 - 4 cos t) under the head
    ((0, 0), (3, 3)): p_1 tends to 1, and no unit has an infinite limit. *)
Theorem penultimate_diverges_any_robust : forall a b W beta,
  (forall j, (j < 2)%nat -> near_to (/ 4) (entries [0; 3] j) (a j)
                            /\ near_to (/ 4) (entries [4; -4] j) (b j)) ->
  layer_near (/ 4) 2 2 (rows [[0; 0]; [3; 3]]) (entries [0; 0]) W beta ->
  tends_to (fun t => softmax 2 (affine_map 2 W beta (waves a b t)) 1) 1
  /\ forall j, (j < 2)%nat -> ~ goes_to_infinity (fun t => waves a b t j).
Proof.
  intros a b W beta near_waves near.
  destruct (near_waves 0%nat ltac:(lia)) as [a0 b0]. destruct (near_waves 1%nat ltac:(lia)) as [a1 b1].
  destruct (near 0%nat ltac:(lia)) as [_ row0]. destruct (near 1%nat ltac:(lia)) as [_ row1].
  pose proof (row0 0%nat ltac:(lia)) as w00. pose proof (row0 1%nat ltac:(lia)) as w01.
  pose proof (row1 0%nat ltac:(lia)) as w10. pose proof (row1 1%nat ltac:(lia)) as w11.
  apply near_to_bounds in a0, a1, b0, b1, w00, w01, w10, w11.
  unfold entries, rows in *. cbn [nth] in *. clear near near_waves row0 row1.
  split.
  - set (D0 := W 1%nat 0%nat - W 0%nat 0%nat). set (D1 := W 1%nat 1%nat - W 0%nat 1%nat).
    apply (waves_certain _ 1 (D0 * a 0%nat + D1 * a 1%nat) (D0 * b 0%nat + D1 * b 1%nat)
      (beta 1%nat - beta 0%nat)); [lia| |].
    + intros t. simpl Nat.sub. rewrite !waves_under_head. unfold D0, D1. ring.
    + assert (d0 : 5 / 2 <= D0 <= 7 / 2) by (unfold D0; lra).
      assert (d1 : 5 / 2 <= D1 <= 7 / 2) by (unfold D1; lra).
      set (A0 := a 0%nat) in *. set (A1 := a 1%nat) in *.
      set (B0 := b 0%nat) in *. set (B1 := b 1%nat) in *.
      clearbody A0 A1 B0 B1 D0 D1. clear w00 w01 w10 w11.
      assert (- (7 / 8) <= D0 * A0) by nra. assert (55 / 8 <= D1 * A1) by nra.
      assert (75 / 8 <= D0 * B0 <= 119 / 8) by nra.
      assert (- (119 / 8) <= D1 * B1 <= - (75 / 8)) by nra. lra.
  - intros j below limit. apply (wave_has_no_limit (a j) (b j) 0); [two j below; lra|].
    destruct limit as [limit|limit]; [left|right]; intros M; destruct (limit M) as [T above];
      exists T; intros t late; specialize (above t late); unfold waves in above; lra.
Qed.
(** ** Claim rmds-at-infinity: units that are constant on the rows of each class *)

(** Every class has one value, so nothing varies within it. *)
Lemma constant_class_mean : forall N z label (u : nat -> R) i, (i < N)%nat ->
  (forall i, (i < N)%nat -> z i = u (label i)) -> class_mean N z label (label i) = u (label i).
Proof.
  intros N z label u i inside each. unfold class_mean.
  set (count := sum_below N (fun k => if Nat.eqb (label k) (label i) then 1 else 0)).
  assert (some : 0 < count).
  { apply (Rle_lt_trans _ (sum_below N (fun _ => 0))); [rewrite sum_zero; lra|].
    apply (sum_lt N _ _ i inside).
    - intros k _. destruct (Nat.eqb (label k) (label i)); lra.
    - rewrite Nat.eqb_refl. lra. }
  replace (sum_below N (fun k => if Nat.eqb (label k) (label i) then z k else 0))
    with (u (label i) * count); [field; lra|].
  unfold count. rewrite <- sum_scal. apply sum_ext. intros k below.
  destruct (Nat.eqb_spec (label k) (label i)) as [same|_]; [|ring].
  rewrite (each k below), same. ring.
Qed.

Lemma constant_within_variance : forall N z label (u : nat -> R),
  (forall i, (i < N)%nat -> z i = u (label i)) -> within_variance N z label = 0.
Proof.
  intros N z label u each. unfold within_variance.
  rewrite (sum_ext N _ (fun _ => 0)), sum_zero; [ring|].
  intros i inside. rewrite (constant_class_mean N z label u i inside each), (each i inside). ring.
Qed.

Lemma total_variance_pos : forall N z i j, (i < N)%nat -> (j < N)%nat -> z i <> z j ->
  0 < total_variance N z.
Proof.
  intros N z i j i_inside j_inside differ. unfold total_variance.
  apply Rmult_lt_0_compat; [apply Rinv_0_lt_compat, INR_pos; lia|].
  set (square := fun k => (z k - mean_of N z) * (z k - mean_of N z)).
  assert (nonneg : forall k, (k < N)%nat -> 0 <= square k)
    by (intros k _; apply (Rle_0_sqr (z k - mean_of N z))).
  assert (strict : forall k, z k <> mean_of N z -> 0 < square k)
    by (intros k off; apply (Rsqr_pos_lt (z k - mean_of N z)); lra).
  rewrite <- (sum_zero N).
  destruct (Req_dec (z i) (mean_of N z)) as [at_mean|off].
  - apply (sum_lt N _ _ j j_inside); [exact nonneg|]. apply strict. congruence.
  - apply (sum_lt N _ _ i i_inside); [exact nonneg|]. apply strict, off.
Qed.

(** z = relu(-relu(x + 1) + relu(-x - 4) + 1). *)
Definition hidden_body (W0 : nat -> nat -> R) (b0 : vec) (W1 : nat -> nat -> R) (b1 : vec) : network :=
  Compose (Compose (Affine 1 W0 b0) (Relu 2)) (Compose (Affine 2 W1 b1) (Relu 1)).

Lemma hidden_body_eval : forall W0 b0 W1 b1 x,
  eval (hidden_body W0 b0 W1 b1) x 0%nat
  = relu (W1 0%nat 0%nat * relu (W0 0%nat 0%nat * x 0%nat + b0 0%nat)
          + W1 0%nat 1%nat * relu (W0 1%nat 0%nat * x 0%nat + b0 1%nat) + b1 0%nat).
Proof.
  intros W0 b0 W1 b1 x. unfold hidden_body, Relu. cbn [eval Nat.ltb Nat.leb].
  rewrite relu_is_leaky. unfold affine_map. cbn [sum_below eval Nat.ltb Nat.leb].
  rewrite !relu_is_leaky. f_equal. rewrite !Rplus_0_l. reflexivity.
Qed.

Lemma relu_off : forall r, r <= 0 -> relu r = 0.
Proof. intros r off. unfold relu. apply Rmax_left, off. Qed.

Lemma relu_on : forall r, 0 <= r -> relu r = r.
Proof. intros r on. unfold relu. apply Rmax_right, on. Qed.

(** Radius 17/64 about that network under the head (0, z), training rows 2 of
    class 0 and -2 of class 1 (however many), and the ray from 0 along -1: the
    network becomes certain of class 1, and RMDS takes that ever more for
    in-distribution. *)
Theorem rmds_at_infinity_robust : forall W0 b0 W1 b1 W2 b2 N (rows_of : nat -> vec) label x v,
  layer_near (17 / 64) 2 1 (rows [[1]; [-1]]) (entries [1; -4]) W0 b0 ->
  layer_near (17 / 64) 1 2 (rows [[-1; 1]]) (entries [1]) W1 b1 ->
  layer_near (17 / 64) 2 1 (rows [[0]; [1]]) (entries [0; 0]) W2 b2 ->
  (forall i, (i < N)%nat ->
     label i = 0%nat /\ near_to (17 / 64) 2 (rows_of i 0%nat)
     \/ label i = 1%nat /\ near_to (17 / 64) (-2) (rows_of i 0%nat)) ->
  (forall c, (c < 2)%nat -> exists i, (i < N)%nat /\ label i = c) ->
  near_to (17 / 64) 0 (x 0%nat) -> near_to (17 / 64) (-1) (v 0%nat) ->
  let features := hidden_body W0 b0 W1 b1 in
  let z := fun i => eval features (rows_of i) 0%nat in
  let P := fun _ _ : nat => pseudo_inverse (within_variance N z label) in
  let P0 := fun _ _ : nat => pseudo_inverse (total_variance N z) in
  tends_to (fun t => softmax 2 (eval (Compose features (Affine 1 W2 b2)) (ray x v t)) 1) 1
  /\ diverges (fun t => max_slope 2 (fun c => relative_score 1 P P0
       (fun _ => class_mean N z label c) (fun _ => mean_of N z) (eval features (ray x v t)))).
Proof.
  intros W0 b0 W1 b1 W2 b2 N rows_of label x v near0 near1 near2 training both near_x near_v
    features z P P0.
  destruct (near0 0%nat ltac:(lia)) as [b00 row]. pose proof (row 0%nat ltac:(lia)) as w00. clear row.
  destruct (near0 1%nat ltac:(lia)) as [b01 row]. pose proof (row 0%nat ltac:(lia)) as w01. clear row.
  destruct (near1 0%nat ltac:(lia)) as [b10 row]. pose proof (row 0%nat ltac:(lia)) as w10.
  pose proof (row 1%nat ltac:(lia)) as w11. clear row.
  destruct (near2 0%nat ltac:(lia)) as [_ row]. pose proof (row 0%nat ltac:(lia)) as w20. clear row.
  destruct (near2 1%nat ltac:(lia)) as [_ row]. pose proof (row 0%nat ltac:(lia)) as w21. clear row.
  clear near0 near1 near2.
  apply near_to_bounds in b00, b01, b10, w00, w01, w10, w11, w20, w21, near_x, near_v.
  unfold entries, rows in *. cbn [nth] in *.
  assert (value : forall y, eval features y 0%nat
    = relu (W1 0%nat 0%nat * relu (W0 0%nat 0%nat * y 0%nat + b0 0%nat)
            + W1 0%nat 1%nat * relu (W0 1%nat 0%nat * y 0%nat + b0 1%nat) + b1 0%nat))
    by (intros y; apply hidden_body_eval).
  set (p := W0 0%nat 0%nat) in *. set (q := W0 1%nat 0%nat) in *.
  set (f := W1 0%nat 0%nat) in *. set (g := W1 0%nat 1%nat) in *.
  set (bp := b0 0%nat) in *. set (bq := b0 1%nat) in *. set (bz := b1 0%nat) in *.
  assert (constant : forall i, (i < N)%nat -> z i = (fun c => if Nat.eqb c 0 then 0 else bz) (label i)).
  { intros i inside. unfold z. rewrite value.
    destruct (training i inside) as [[which near_row]|[which near_row]]; rewrite which; cbn [Nat.eqb];
      apply near_to_bounds in near_row; set (y := rows_of i 0%nat) in *; clearbody y p q f g bp bq bz;
      clear - b00 b01 b10 w00 w01 w10 w11 near_row.
    - rewrite (relu_off (q * y + bq)) by nra. assert (1 <= p * y) by nra.
      rewrite (relu_on (p * y + bp)) by lra.
      assert (far : 2 <= p * y + bp) by nra. apply relu_off. nra.
    - rewrite (relu_off (p * y + bp)) by nra. rewrite (relu_off (q * y + bq)) by nra.
      rewrite !Rmult_0_r, !Rplus_0_l. apply relu_on. lra. }
  set (speed := g * (q * v 0%nat)).
  set (start := g * (q * x 0%nat + bq) + bz).
  assert (rises : 0 < speed).
  { unfold speed. apply Rmult_lt_0_compat; [lra|]. clear - w01 near_v. nra. }
  assert (line_of : activation_lines 1 (fun t => eval features (ray x v t)) 10 (fun _ => start)
    (fun _ => speed)).
  { intros t j late below. assert (j = 0%nat) as -> by lia. rewrite value.
    unfold ray. set (u := x 0%nat) in *. set (w := v 0%nat) in *.
    assert (far : u + t * w <= -7) by (clear - late near_x near_v; nra).
    assert (off : p * (u + t * w) + bp <= 0) by (clear - far w00 b00; nra).
    assert (on : 0 <= q * (u + t * w) + bq) by (clear - far w01 b01; nra).
    rewrite (relu_off _ off), (relu_on _ on), Rmult_0_r, Rplus_0_l.
    rewrite relu_on; [unfold line, start, speed; ring|].
    assert (0 <= g * (q * (u + t * w) + bq)) by (apply Rmult_le_pos; lra). lra. }
  split.
  - assert (lines : has_lines (eval (Compose features (Affine 1 W2 b2))) 2 x v 10
      (fun c => W2 c 0%nat * start + b2 c) (fun c => W2 c 0%nat * speed)).
    { intros t c late _. cbn [eval]. unfold affine_map. cbn [sum_below].
      rewrite (line_of t 0%nat late Nat.lt_0_1). unfold line. ring. }
    destruct (regimes _ 2 x v 10 _ _ ltac:(lia) lines) as [saturates _].
    refine (saturates 1%nat _ 1%nat ltac:(lia)). split; [lia|]. intros c below other.
    assert (c = 0%nat) as -> by lia. apply Rmult_lt_compat_r; [exact rises | lra].
  - destruct (rmds_at_infinity_repaired 1 2 P P0 (fun c _ => class_mean N z label c)
      (fun _ => mean_of N z) (fun t => eval features (ray x v t)) 10 (fun _ => start)
      (fun _ => speed) ltac:(lia) line_of) as [_ up].
    apply up. destruct (both 0%nat ltac:(lia)) as [i [i_inside i_class]].
    destruct (both 1%nat ltac:(lia)) as [k [k_inside k_class]].
    assert (varies : 0 < total_variance N z).
    { apply (total_variance_pos N z i k i_inside k_inside).
      rewrite (constant i i_inside), (constant k k_inside), i_class, k_class. cbn [Nat.eqb]. lra. }
    unfold precision_gap, form, P, P0, pseudo_inverse. cbn [sum_below].
    rewrite (constant_within_variance N z label _ constant).
    destruct (Req_EM_T 0 0) as [_|absurd]; [|contradiction].
    destruct (Req_EM_T (total_variance N z) 0) as [none|_]; [lra|].
    assert (0 < / total_variance N z) by (apply Rinv_0_lt_compat, varies).
    assert (0 < speed * speed) by nra. nra.
Qed.
