(** * Detectors that measure distances and angles of activations, at infinity

    In the convention "higher = more in-distribution". *)

From Farfield Require Import Basics Calculus Softmax Tail Network Metrics MetricGradients
  Certainty Penultimate Cea Mds MetricRates Ceilings Percentile DetectorsLogits DetectorsFeatures
  DetectorsKept.
Import ListNotations.

Open Scope R_scope.

(** ** SHE with cosines *)

Lemma norm_diverges : forall n z T a delta, activation_lines n z T a delta ->
  (exists j, (j < n)%nat /\ delta j <> 0) -> diverges (fun t => norm n (z t)).
Proof.
  intros n z T a delta lines moves.
  apply (grows_decides (fun t => norm n (z t)) (norm n delta)); [|apply norm_pos, moves].
  apply grows_norm. intros j inside. apply activation_grows with n T a; assumption.
Qed.

(** The cosine with the pattern m of the top class, lengths below eps counted
    as eps: tends to the cosine of delta with m. *)
Theorem she_cosine_at_infinity : forall n z T a delta (m : vec) eps,
  activation_lines n z T a delta -> (exists j, (j < n)%nat /\ delta j <> 0) ->
  let size := fun u : vec => Rmax eps (norm n u) in
  let S := fun t => sum_below n (fun j => z t j * m j) / (size (z t) * size m) in
  let limit := sum_below n (fun j => delta j * m j) / (norm n delta * size m) in
  tends_to S limit
  /\ (forall theta, theta < limit -> blind_at S theta)
  /\ (forall theta, limit < theta -> flags_at S theta).
Proof.
  intros n z T a delta m eps lines moves size S limit.
  assert (converges : tends_to S limit).
  { destruct (norm_diverges n z T a delta lines moves eps) as [A long].
    apply tends_to_eventually with
      (fun t => / size m * sum_below n (fun j => z t j / norm n (z t) * m j)) A.
    - intros t late. assert (whole : size (z t) = norm n (z t)) by (apply Rmax_right, long, late).
      unfold S. rewrite whole.
      rewrite (sum_ext n _ (fun j => / norm n (z t) * (z t j * m j))) by (intros; unfold Rdiv; ring).
      rewrite sum_scal. unfold Rdiv. rewrite Rinv_mult. ring.
    - unfold limit. replace (sum_below n (fun j => delta j * m j) / (norm n delta * size m))
        with (/ size m * sum_below n (fun j => delta j / norm n delta * m j)).
      + apply tends_to_scal, (tends_to_sum n (fun t j => z t j / norm n (z t) * m j)
          (fun j => delta j / norm n delta * m j)).
        intros j inside. apply (tends_to_mult (fun t => z t j / norm n (z t)) (fun _ => m j));
          [apply normalised_limit with T a; assumption | apply tends_to_const].
      + rewrite (sum_ext n _ (fun j => / norm n delta * (delta j * m j))) by (intros; unfold Rdiv; ring).
        rewrite sum_scal. unfold Rdiv. rewrite Rinv_mult. ring. }
  split; [exact converges | apply limit_decides, converges].
Qed.

(** ** Nearest neighbours of activations as they are *)

Lemma in_sorted : forall r l, In r (sorted l) <-> In r l.
Proof.
  intros r l. induction l as [|s l IH]; simpl; [reflexivity|]. rewrite in_insert, IH. intuition auto.
Qed.

(** Minus the distance to the K-th nearest of N training rows: slope
    - || delta ||, flags at every threshold. *)
Theorem nearest_neighbour_at_infinity : forall n N K z T a delta (F : nat -> vec), (K < N)%nat ->
  activation_lines n z T a delta -> (exists j, (j < n)%nat /\ delta j <> 0) ->
  let distances := fun u : vec => map (fun i => norm n (fun j => u j - F i j)) (seq 0 N) in
  let S := fun t => - nth K (sorted (distances (z t))) 0 in
  grows S (- norm n delta) /\ diverges (fun t => - S t) /\ forall theta, flags_at S theta.
Proof.
  intros n N K z T a delta F present lines moves distances S.
  assert (size : grows (fun t => norm n (z t)) (norm n delta))
    by (apply grows_norm; intros j inside; apply activation_grows with n T a; assumption).
  set (M := max0 N (fun i => norm n (F i))).
  assert (near : forall t, Rabs (- S t - norm n (z t)) <= M).
  { intros t. unfold S. rewrite Ropp_involutive.
    assert (member : In (nth K (sorted (distances (z t))) 0) (distances (z t))).
    { apply in_sorted, nth_In. rewrite sorted_length. unfold distances. rewrite map_length, seq_length.
      exact present. }
    unfold distances in member at 2. apply in_map_iff in member. destruct member as [i [<- member]].
    apply in_seq in member.
    apply Rle_trans with (norm n (F i)); [|apply (max0_ge N (fun i => norm n (F i))); lia].
    pose proof (norm_triangle n (z t) (fun j => - F i j)) as one. cbv beta in one.
    rewrite (norm_ext n (fun j => z t j + - F i j) (fun j => z t j - F i j)) in one by (intros; ring).
    pose proof (norm_triangle n (fun j => z t j - F i j) (F i)) as two. cbv beta in two.
    rewrite (norm_ext n (fun j => z t j - F i j + F i j) (z t)) in two by (intros; ring).
    assert (same : norm n (fun j => - F i j) = norm n (F i))
      by (unfold norm; f_equal; apply sum_ext; intros; ring).
    apply Rabs_le. lra. }
  assert (speed : grows S (- norm n delta)).
  { replace (- norm n delta) with (-1 * (norm n delta + 0)) by ring.
    apply grows_eventually with (fun t => -1 * (norm n (z t) + (- S t - norm n (z t)))) 0;
      [intros; ring|].
    apply grows_scal, grows_plus; [exact size|].
    apply tends_to_squeeze_0 with (fun t => M * / t) 1.
    - intros t late. assert (0 < / t) by (apply Rinv_0_lt_compat; lra).
      unfold Rdiv. rewrite Rabs_mult, (Rabs_pos_eq (/ t)) by lra.
      apply Rmult_le_compat_r; [lra|apply near].
    - rewrite <- (Rmult_0_r M). apply tends_to_scal, tends_to_inverse. }
  pose proof (norm_pos n delta moves).
  assert (down : diverges (fun t => - S t)) by (apply (grows_decides S _ speed); lra).
  split; [exact speed|]. split; [exact down | apply diverges_down_flags, down].
Qed.

(** ** Relation *)

(** z / sqrt (|| z ||^2 + eps) tends to delta / || delta ||. *)
Lemma softened_limit : forall n z T a delta eps, 0 <= eps -> activation_lines n z T a delta ->
  (exists j, (j < n)%nat /\ delta j <> 0) ->
  forall j, (j < n)%nat ->
  tends_to (fun t => z t j / sqrt (norm n (z t) * norm n (z t) + eps)) (delta j / norm n delta).
Proof.
  intros n z T a delta eps soft lines moves j inside.
  pose proof (norm_pos n delta moves) as positive.
  assert (size : grows (fun t => norm n (z t)) (norm n delta))
    by (apply grows_norm; intros i below; apply activation_grows with n T a; assumption).
  set (long := fun t => sqrt (norm n (z t) * norm n (z t) + eps)).
  assert (between : forall t, norm n (z t) <= long t <= norm n (z t) + sqrt eps).
  { intros t. unfold long. set (r := norm n (z t)). assert (0 <= r) by apply norm_nonneg.
    pose proof (sqrt_pos eps). pose proof (sqrt_sqrt eps soft). split.
    - rewrite <- (sqrt_square r) at 1 by assumption. apply sqrt_le_1_alt. lra.
    - rewrite <- (sqrt_square (r + sqrt eps)) by lra. apply sqrt_le_1_alt. nra. }
  assert (long_speed : grows long (norm n delta)).
  { replace (norm n delta) with (norm n delta + 0) by ring.
    apply grows_eventually with (fun t => norm n (z t) + (long t - norm n (z t))) 0; [intros; ring|].
    apply grows_plus; [exact size|].
    apply tends_to_squeeze_0 with (fun t => sqrt eps * / t) 1.
    - intros t late. assert (0 < / t) by (apply Rinv_0_lt_compat; lra).
      unfold Rdiv. rewrite Rabs_mult, (Rabs_pos_eq (/ t)) by lra.
      apply Rmult_le_compat_r; [lra|]. specialize (between t). rewrite Rabs_pos_eq; lra.
    - rewrite <- (Rmult_0_r (sqrt eps)). apply tends_to_scal, tends_to_inverse. }
  destruct (grows_nonzero _ _ long_speed ltac:(lra)) as [A nonzero].
  apply tends_to_eventually with (fun t => (z t j / t) * / (long t / t)) (Rmax A 1).
  - intros t late. pose proof (Rmax_l A 1). pose proof (Rmax_r A 1).
    specialize (nonzero t ltac:(lra)). fold (long t). field. split; [assumption|lra].
  - apply tends_to_mult; [apply (activation_grows n z T a delta j lines inside)|].
    apply tends_to_inv; [lra|exact long_speed].
Qed.

(** The sum over N training rows of r_i^power, where r_i, the cosine of the
    activations times the inner product of the probabilities, is above a cut.
    A number decides, where no r_i ends at the cut. *)
Theorem relation_at_infinity : forall n C N z T a delta g alpha b k (F P : nat -> vec) eps cut power,
  0 <= eps -> 0 < cut -> activation_lines n z T a delta ->
  (exists j, (j < n)%nat /\ delta j <> 0) -> approaches C g alpha b -> unique_top C b k ->
  let r := fun t i => Rmax 0 (sum_below n (fun j =>
      z t j / sqrt (norm n (z t) * norm n (z t) + eps) * F i j))
    * sum_below C (fun c => softmax C (g t) c * P i c) in
  let last := fun i => Rmax 0 (sum_below n (fun j => delta j / norm n delta * F i j)) * P i k in
  (forall i, (i < N)%nat -> last i <> cut) ->
  let counted := fun s => if Rlt_dec cut s then Rpower s power else 0 in
  let S := fun t => sum_below N (fun i => counted (r t i)) in
  let limit := sum_below N (fun i => counted (last i)) in
  tends_to S limit
  /\ (forall theta, theta < limit -> blind_at S theta)
  /\ (forall theta, limit < theta -> flags_at S theta).
Proof.
  intros n C N z T a delta g alpha b k F P eps cut power soft positive lines moves near alone
    r last clear counted S limit.
  pose proof (proj1 alone) as below.
  assert (converges : tends_to S limit).
  { apply (tends_to_sum N (fun t i => counted (r t i)) (fun i => counted (last i))). intros i member.
    assert (settles : tends_to (fun t => r t i) (last i)).
    { apply tends_to_mult.
      - apply tends_to_max; [apply tends_to_const|].
        apply (tends_to_sum n (fun t j => z t j / sqrt (norm n (z t) * norm n (z t) + eps) * F i j)
          (fun j => delta j / norm n delta * F i j)).
        intros j inside. apply (tends_to_mult _ (fun _ => F i j)); [|apply tends_to_const].
        apply softened_limit with T a; assumption.
      - replace (P i k) with (sum_below C (fun c => one_hot k c * P i c)).
        + apply (tends_to_sum C (fun t c => softmax C (g t) c * P i c) (fun c => one_hot k c * P i c)).
          intros c inside. apply (tends_to_mult _ (fun _ => P i c)); [|apply tends_to_const].
          apply (one_hot_limit C g alpha b k); assumption.
        + rewrite (sum_ext C _ (fun c => if Nat.eqb c k then P i c else 0)).
          * apply (sum_single C k (P i)), below.
          * intros c _. unfold one_hot. destruct (Nat.eqb c k); ring. }
    unfold counted at 2. destruct (Rlt_dec cut (last i)) as [above|not_above].
    - destruct (tends_to_eventually_gt _ _ cut settles above) as [A counts].
      apply tends_to_eventually with (fun t => exp (power * ln (r t i))) A.
      + intros t late. unfold counted. destruct (Rlt_dec cut (r t i)) as [|no]; [reflexivity|].
        exfalso. apply no, counts, late.
      + unfold Rpower. apply tends_to_exp, tends_to_scal, tends_to_ln; [lra|exact settles].
    - destruct (tends_to_eventually_lt _ _ cut settles) as [A misses];
        [specialize (clear i member); lra|].
      apply tends_to_eventually with (fun _ => 0) A; [|apply tends_to_const].
      intros t late. specialize (misses t late). cbv beta in misses. unfold counted.
      destruct (Rlt_dec cut (r t i)); [lra|reflexivity]. }
  split; [exact converges | apply limit_decides, converges].
Qed.

(** ** ViM with clipped logits *)

Lemma bounded_grows : forall u lo hi, (forall t, lo <= u t <= hi) -> grows u 0.
Proof.
  intros u lo hi bounds. apply tends_to_squeeze_0 with (fun t => Rmax (- lo) hi * / t) 1.
  - intros t late. assert (0 < / t) by (apply Rinv_0_lt_compat; lra).
    unfold Rdiv. rewrite Rabs_mult, (Rabs_pos_eq (/ t)) by lra.
    apply Rmult_le_compat_r; [lra|]. specialize (bounds t).
    pose proof (Rmax_l (- lo) hi). pose proof (Rmax_r (- lo) hi). apply Rabs_le. lra.
  - rewrite <- (Rmult_0_r (Rmax (- lo) hi)). apply tends_to_scal, tends_to_inverse.
Qed.

Lemma clip_bounds : forall lo hi r, lo <= hi -> lo <= clip lo hi r <= hi.
Proof.
  intros lo hi r order. unfold clip. split; [|apply Rmin_l].
  apply Rmin_glb; [exact order | apply Rmax_l].
Qed.

(** The energy of logits clipped to [lo, hi] is bounded, so no rising logit
    rescues a point: slope - weight || R' delta ||. *)
Theorem vim_clipped_at_infinity : forall r n C Q u z T a delta (g : R -> vec) lo hi weight, (0 < C)%nat ->
  activation_lines n z T a delta -> lo <= hi ->
  let S := fun t => energy C (fun c => clip lo hi (g t c)) - weight * norm r (residual r n Q u (z t)) in
  let q := - (weight * norm r (projected n Q delta)) in
  grows S q /\ (0 < q -> diverges S) /\ (q < 0 -> diverges (fun t => - S t))
  /\ (q < 0 <-> 0 < weight /\ exists i, (i < r)%nat /\ projected n Q delta i <> 0).
Proof.
  intros r n C Q u z T a delta g lo hi weight classes lines order S q.
  assert (bounded : forall t, lo <= energy C (fun c => clip lo hi (g t c)) <= hi + ln (INR C)).
  { intros t. destruct (energy_between C (fun c => clip lo hi (g t c)) classes) as [low high].
    destruct (max_slope_attained C (fun c => clip lo hi (g t c)) classes) as [m [_ best]].
    pose proof (clip_bounds lo hi (g t m) order). rewrite best in *. lra. }
  assert (speed : grows S q).
  { replace q with (0 + - weight * norm r (projected n Q delta)) by (unfold q; ring).
    apply grows_eventually with (fun t => energy C (fun c => clip lo hi (g t c))
      + - weight * norm r (residual r n Q u (z t))) 0; [intros; unfold S; ring|].
    apply grows_plus; [apply bounded_grows with lo (hi + ln (INR C)), bounded|].
    apply grows_scal, residual_grows with T a, lines. }
  destruct (grows_decides S q speed) as [up down].
  split; [exact speed|]. split; [exact up|]. split; [exact down|]. unfold q.
  destruct (norm_nonneg r (projected n Q delta)) as [some|none]; split.
  - intros falls. split; [nra|].
    destruct (Classical_Prop.classic (exists i, (i < r)%nat /\ projected n Q delta i <> 0))
      as [|all]; [assumption|exfalso].
    assert (zero : norm r (projected n Q delta) <= norm r (fun _ => 0)).
    { apply Req_le, norm_ext. intros i inside. destruct (Req_dec (projected n Q delta i) 0); [assumption|].
      exfalso. apply all. exists i. split; assumption. }
    unfold norm in zero at 2. rewrite (sum_ext r _ (fun _ => 0)), sum_zero, sqrt_0 in zero by (intros; ring).
    lra.
  - intros [positive moves]. nra.
  - rewrite <- none. lra.
  - intros [_ moves]. pose proof (norm_pos r _ moves). lra.
Qed.

(** ** Mahalanobis distances with a ridge *)

Definition ridged (ridge : R) (Sigma : nat -> nat -> R) (i j : nat) : R :=
  Sigma i j + (if Nat.eqb i j then ridge else 0).

Definition is_inverse (n : nat) (P M : nat -> nat -> R) : Prop :=
  forall i k, (i < n)%nat -> (k < n)%nat ->
    sum_below n (fun j => M i j * P j k) = if Nat.eqb i k then 1 else 0.

(** The inverse of a semidefinite matrix with a ridge is positive definite. *)
Lemma ridge_definite : forall n P Sigma ridge, 0 < ridge -> semidefinite n Sigma ->
  is_inverse n P (ridged ridge Sigma) -> forall u, (exists j, (j < n)%nat /\ u j <> 0) -> 0 < form n P u u.
Proof.
  intros n P Sigma ridge positive psd inverse u [j [inside nonzero]].
  set (w := fun j => sum_below n (fun k => P j k * u k)).
  assert (image : forall i, (i < n)%nat -> sum_below n (fun j => ridged ridge Sigma i j * w j) = u i).
  { intros i i_inside. unfold w.
    rewrite (sum_ext n _ (fun j => sum_below n (fun k => ridged ridge Sigma i j * P j k * u k))).
    - rewrite sum_swap. rewrite (sum_ext n _ (fun k => if Nat.eqb k i then u k else 0)).
      + apply (sum_single n i u), i_inside.
      + intros k k_inside. rewrite sum_scal_r, inverse by assumption. rewrite Nat.eqb_sym.
        destruct (Nat.eqb k i); ring.
    - intros k _. rewrite <- sum_scal. apply sum_ext. intros; ring. }
  assert (w_nonzero : 0 < norm n w).
  { destruct (norm_nonneg n w) as [some|none]; [exact some|exfalso]. apply nonzero.
    rewrite <- image by exact inside. rewrite (sum_ext n _ (fun _ => 0)), sum_zero; [reflexivity|].
    intros k k_inside. rewrite (norm_zero n w (eq_sym none) k k_inside). ring. }
  assert (value : form n P u u = form n Sigma w w + ridge * (norm n w * norm n w)).
  { assert (left : form n P u u = sum_below n (fun i => u i * w i)).
    { unfold form, w. apply sum_ext. intros i _. rewrite <- sum_scal. apply sum_ext. intros; ring. }
    rewrite left.
    rewrite (sum_ext n _ (fun i => sum_below n (fun j => w i * Sigma i j * w j) + ridge * (w i * w i))).
    - rewrite sum_plus, sum_scal, norm_squared. reflexivity.
    - intros i i_inside. rewrite <- (image i i_inside) at 1. unfold ridged.
      rewrite (sum_ext n (fun j => (Sigma i j + (if Nat.eqb i j then ridge else 0)) * w j)
        (fun j => Sigma i j * w j + (if Nat.eqb j i then ridge * w j else 0))).
      + rewrite sum_plus, (sum_single n i (fun j => ridge * w j)) by exact i_inside.
        rewrite Rmult_plus_distr_r, <- sum_scal_r.
        rewrite (sum_ext n (fun j => Sigma i j * w j * w i) (fun j => w i * Sigma i j * w j))
          by (intros; ring). ring.
      + intros k _. rewrite Nat.eqb_sym. destruct (Nat.eqb k i); ring. }
  rewrite value. pose proof (psd w). assert (0 < norm n w * norm n w) by nra. nra.
Qed.

Lemma mahalanobis_grows : forall n P mu z T a delta, activation_lines n z T a delta ->
  grows_squared (fun t => mahalanobis_score n P mu (z t)) (- form n P delta delta).
Proof.
  intros n P mu z T a delta lines. set (u := fun i => a i - mu i).
  apply grows_squared_quadratic with (- (form n P u delta + form n P delta u)) (- form n P u u) T.
  intros t late.
  replace (mahalanobis_score n P mu (z t)) with (mahalanobis_score n P mu (fun i => a i + delta i * t)).
  - rewrite mds_at_infinity_expansion. fold u. ring.
  - unfold mahalanobis_score. f_equal. apply form_ext; intros i inside; rewrite lines by assumption;
      reflexivity.
Qed.

Lemma max_slope_const : forall C r, (0 < C)%nat -> max_slope C (fun _ => r) = r.
Proof.
  intros C r classes. destruct (max_slope_attained C (fun _ => r) classes) as [m [_ best]]. exact best.
Qed.

Lemma max_grows_squared : forall C (u : R -> vec) q, (0 < C)%nat ->
  (forall c, (c < C)%nat -> grows_squared (fun t => u t c) q) ->
  grows_squared (fun t => max_slope C (u t)) q.
Proof.
  intros C u q classes speeds. unfold grows_squared. rewrite <- (max_slope_const C q classes).
  apply tends_to_eventually with (fun t => max_slope C (fun c => u t c / (t * t))) 1.
  - intros t late. assert (0 < / (t * t)) by (apply Rinv_0_lt_compat; nra).
    rewrite (max_slope_ext C _ (fun c => / (t * t) * u t c)) by (intros; unfold Rdiv; ring).
    rewrite max_slope_scal by lra. unfold Rdiv. ring.
  - apply (tends_to_max_slope C (fun t c => u t c / (t * t)) (fun _ => q) classes). exact speeds.
Qed.

Lemma nearest_class_grows : forall n C P (mu : nat -> vec) z T a delta, (0 < C)%nat ->
  activation_lines n z T a delta ->
  grows_squared (fun t => / 2 * max_slope C (fun c => mahalanobis_score n P (mu c) (z t)))
    (- (/ 2 * form n P delta delta)).
Proof.
  intros n C P mu z T a delta classes lines.
  replace (- (/ 2 * form n P delta delta)) with (/ 2 * - form n P delta delta) by ring.
  apply grows_squared_scal, (max_grows_squared C (fun t c => mahalanobis_score n P (mu c) (z t)) _ classes).
  intros c _. apply mahalanobis_grows with T a, lines.
Qed.

(** Minus half the distance to the nearest class mean, P the inverse of a
    covariance with a ridge: - t^2 delta' P delta / 2 with a form that sees
    every direction, so it flags at every threshold. *)
Theorem mds_ridge_at_infinity : forall n C P Sigma ridge (mu : nat -> vec) z T a delta, (0 < C)%nat ->
  0 < ridge -> semidefinite n Sigma -> is_inverse n P (ridged ridge Sigma) ->
  activation_lines n z T a delta -> (exists j, (j < n)%nat /\ delta j <> 0) ->
  let S := fun t => / 2 * max_slope C (fun c => mahalanobis_score n P (mu c) (z t)) in
  grows_squared S (- (/ 2 * form n P delta delta)) /\ 0 < form n P delta delta
  /\ diverges (fun t => - S t) /\ forall theta, flags_at S theta.
Proof.
  intros n C P Sigma ridge mu z T a delta classes positive psd inverse lines moves S.
  pose proof (nearest_class_grows n C P mu z T a delta classes lines) as speed.
  pose proof (ridge_definite n P Sigma ridge positive psd inverse delta moves) as seen.
  split; [exact speed|]. split; [exact seen|].
  assert (down : diverges (fun t => - S t)) by (apply (grows_squared_decides S _ speed); lra).
  split; [exact down | apply diverges_down_flags, down].
Qed.

(** RMDS with a ridge: t^2 times the difference of the two forms along delta,
    whichever sign it has. *)
Theorem rmds_ridge_at_infinity : forall n C P P0 (mu : nat -> vec) mu0 z T a delta, (0 < C)%nat ->
  activation_lines n z T a delta ->
  let S := fun t => max_slope C (fun c => mahalanobis_score n P (mu c) (z t))
    - mahalanobis_score n P0 mu0 (z t) in
  let q := form n P delta delta - form n P0 delta delta in
  grows_squared S (- q) /\ (0 < q -> diverges (fun t => - S t)) /\ (q < 0 -> diverges S).
Proof.
  intros n C P P0 mu mu0 z T a delta classes lines S q.
  assert (speed : grows_squared S (- q)).
  { replace (- q) with (- form n P delta delta + -1 * - form n P0 delta delta) by (unfold q; ring).
    unfold grows_squared. apply tends_to_ext with (fun t =>
      (max_slope C (fun c => mahalanobis_score n P (mu c) (z t))
        + -1 * mahalanobis_score n P0 mu0 (z t)) / (t * t)).
    - intros t. unfold S. f_equal. ring.
    - apply (grows_squared_plus (fun t => max_slope C (fun c => mahalanobis_score n P (mu c) (z t)))
        (fun t => -1 * mahalanobis_score n P0 mu0 (z t))).
      + apply (max_grows_squared C (fun t c => mahalanobis_score n P (mu c) (z t)) _ classes).
        intros c _. apply mahalanobis_grows with T a, lines.
      + apply grows_squared_scal, mahalanobis_grows with T a, lines. }
  destruct (grows_squared_decides S _ speed) as [up down].
  split; [exact speed|]. split; intros sign; [apply down|apply up]; lra.
Qed.

Lemma grows_squared_sum : forall n (u : R -> vec) q,
  (forall k, (k < n)%nat -> grows_squared (fun t => u t k) (q k)) ->
  grows_squared (fun t => sum_below n (u t)) (sum_below n q).
Proof.
  intros n u q speeds. unfold grows_squared.
  apply tends_to_ext with (fun t => sum_below n (fun k => u t k / (t * t))).
  - intros t. unfold Rdiv. apply (sum_scal_r n (/ (t * t)) (u t)).
  - apply (tends_to_sum n (fun t k => u t k / (t * t)) q). exact speeds.
Qed.

Lemma form_still : forall n P u, ~ (exists j, (j < n)%nat /\ u j <> 0) -> form n P u u = 0.
Proof.
  intros n P u still.
  rewrite (form_ext n P u (fun _ => 0) u (fun _ => 0)).
  - unfold form. rewrite (sum_ext n _ (fun _ => 0)), sum_zero; [reflexivity|]. intros i _.
    rewrite (sum_ext n _ (fun _ => 0)), sum_zero; [reflexivity|]. intros; ring.
  - intros i inside. destruct (Req_dec (u i) 0); [assumption|]. exfalso. apply still. exists i. auto.
  - intros i inside. destruct (Req_dec (u i) 0); [assumption|]. exfalso. apply still. exists i. auto.
Qed.

(** The same, summed over L hidden layers: flags where some unit of some layer
    moves. *)
Theorem multi_mds_at_infinity : forall L (n : nat -> nat) C P Sigma ridge (mu : nat -> nat -> vec)
    (z : nat -> R -> vec) T a delta, (0 < C)%nat -> 0 < ridge ->
  (forall l, (l < L)%nat -> semidefinite (n l) (Sigma l)
    /\ is_inverse (n l) (P l) (ridged ridge (Sigma l))
    /\ activation_lines (n l) (z l) T (a l) (delta l)) ->
  (exists l j, (l < L)%nat /\ (j < n l)%nat /\ delta l j <> 0) ->
  let S := fun t => sum_below L (fun l =>
    / 2 * max_slope C (fun c => mahalanobis_score (n l) (P l) (mu l c) (z l t))) in
  let q := sum_below L (fun l => / 2 * form (n l) (P l) (delta l) (delta l)) in
  grows_squared S (- q) /\ 0 < q /\ diverges (fun t => - S t) /\ forall theta, flags_at S theta.
Proof.
  intros L n C P Sigma ridge mu z T a delta classes positive layers [l [j [layer [inside moves]]]] S q.
  assert (speed : grows_squared S (- q)).
  { replace (- q) with (sum_below L (fun l => - (/ 2 * form (n l) (P l) (delta l) (delta l)))).
    - apply (grows_squared_sum L (fun t l =>
        / 2 * max_slope C (fun c => mahalanobis_score (n l) (P l) (mu l c) (z l t)))).
      intros m member. apply nearest_class_grows with T (a m); [exact classes|apply layers, member].
    - unfold q. rewrite (sum_ext L _ (fun l => -1 * (/ 2 * form (n l) (P l) (delta l) (delta l))))
        by (intros; ring). rewrite sum_scal. ring. }
  assert (seen : 0 < q).
  { apply Rlt_le_trans with (/ 2 * form (n l) (P l) (delta l) (delta l)).
    - destruct (layers l layer) as [psd [inverse _]].
      pose proof (ridge_definite _ _ _ ridge positive psd inverse (delta l)
        (ex_intro _ j (conj inside moves))). lra.
    - apply (sum_term_le L (fun l => / 2 * form (n l) (P l) (delta l) (delta l)) l layer).
      intros m member. destruct (layers m member) as [psd [inverse _]].
      destruct (Classical_Prop.classic (exists j, (j < n m)%nat /\ delta m j <> 0)) as [some|none].
      + pose proof (ridge_definite _ _ _ ridge positive psd inverse (delta m) some). lra.
      + rewrite form_still by exact none. lra. }
  split; [exact speed|]. split; [exact seen|].
  assert (down : diverges (fun t => - S t)) by (apply (grows_squared_decides S _ speed); lra).
  split; [exact down | apply diverges_down_flags, down].
Qed.

(** ** Gram matrices of every hidden layer *)

Lemma power_superadditive : forall q r s, 0 <= r -> 0 <= s -> r ^ S q + s ^ S q <= (r + s) ^ S q.
Proof.
  intros q r s r_nonneg s_nonneg. induction q as [|q IH]; [simpl; lra|].
  change (r * r ^ S q + s * s ^ S q <= (r + s) * (r + s) ^ S q).
  pose proof (pow_le r (S q) r_nonneg). pose proof (pow_le s (S q) s_nonneg).
  apply Rle_trans with ((r + s) * (r ^ S q + s ^ S q)); [nra|].
  apply Rmult_le_compat_l; lra.
Qed.

(** Roots are continuous: u >= 0 tends to r >= 0 if u^q tends to r^q. *)
Lemma root_limit : forall q u r T, (forall t, T <= t -> 0 <= u t) -> 0 <= r ->
  tends_to (fun t => u t ^ S q) (r ^ S q) -> tends_to u r.
Proof.
  intros q u r T nonneg r_nonneg limit eps positive.
  destruct (limit (eps ^ S q)) as [A near]; [apply pow_lt, positive|].
  exists (Rmax A T). intros t late. pose proof (Rmax_l A T). pose proof (Rmax_r A T).
  specialize (near t ltac:(lra)). specialize (nonneg t ltac:(lra)).
  destruct (Rlt_dec (Rabs (u t - r)) eps) as [|far]; [assumption|exfalso].
  apply Rnot_lt_le in far.
  assert (gap : Rabs (u t - r) ^ S q <= Rabs (u t ^ S q - r ^ S q)).
  { destruct (Rle_dec r (u t)) as [above|under].
    - rewrite (Rabs_pos_eq (u t - r)) by lra.
      pose proof (power_superadditive q r (u t - r) r_nonneg ltac:(lra)) as sum.
      replace (r + (u t - r)) with (u t) in sum by ring.
      pose proof (pow_le (u t - r) (S q) ltac:(lra)). rewrite Rabs_pos_eq; lra.
    - rewrite (Rabs_left1 (u t - r)) by lra.
      pose proof (power_superadditive q (u t) (- (u t - r)) nonneg ltac:(lra)) as sum.
      replace (u t + - (u t - r)) with r in sum by ring.
      pose proof (pow_le (- (u t - r)) (S q) ltac:(lra)). rewrite Rabs_left1; lra. }
  pose proof (pow_incr eps (Rabs (u t - r)) (S q) ltac:(lra)). lra.
Qed.

Lemma power_reflects_le : forall q r s, 0 <= s -> r ^ S q <= s ^ S q -> 0 <= r -> r <= s.
Proof.
  intros q r s s_nonneg order r_nonneg. destruct (Rle_dec r s) as [|above]; [assumption|exfalso].
  apply Rnot_le_lt in above.
  pose proof (power_superadditive q s (r - s) s_nonneg ltac:(lra)) as sum.
  replace (s + (r - s)) with r in sum by ring.
  pose proof (pow_lt (r - s) (S q) ltac:(lra)). lra.
Qed.

Lemma tends_to_power : forall q u l, tends_to u l -> tends_to (fun t => u t ^ q) (l ^ q).
Proof.
  intros q u l limit. induction q as [|q IH]; simpl; [apply tends_to_const|].
  apply tends_to_mult; assumption.
Qed.

(** value^q = sum_i (z_j z_i)^q, value >= 0: the channels of a Gram matrix of
    order q = p + 1. *)
Definition is_gram (n p : nat) (z : vec) (j : nat) (value : R) : Prop :=
  0 <= value /\ value ^ S p = sum_below n (fun i => (z j * z i) ^ S p).

Lemma gram_grows : forall n p z T a delta j (value : R -> R) last, activation_lines n z T a delta ->
  (j < n)%nat -> (forall t, is_gram n p (z t) j (value t)) -> is_gram n p delta j last ->
  grows_squared value last.
Proof.
  intros n p z T a delta j value last lines inside grams [last_nonneg last_power].
  unfold grows_squared. apply root_limit with p 1.
  - intros t late. apply Rmult_le_pos; [apply grams|]. apply Rlt_le, Rinv_0_lt_compat. nra.
  - exact last_nonneg.
  - rewrite last_power.
    apply tends_to_eventually with (fun t => sum_below n (fun i => ((z t j / t) * (z t i / t)) ^ S p)) 1.
    + intros t late. unfold Rdiv at 3. rewrite Rpow_mult_distr, (proj2 (grams t)), <- sum_scal_r.
      apply sum_ext. intros i _. rewrite <- Rpow_mult_distr. f_equal. field. lra.
    + apply (tends_to_sum n (fun t i => ((z t j / t) * (z t i / t)) ^ S p)
        (fun i => (delta j * delta i) ^ S p)).
      intros i i_inside. apply tends_to_power, tends_to_mult;
        apply (activation_grows n z T a delta); assumption.
Qed.

Lemma gram_ge_square : forall n p (z : vec) j value, (forall i, (i < n)%nat -> 0 <= z i) -> (j < n)%nat ->
  is_gram n p z j value -> z j * z j <= value.
Proof.
  intros n p z j value nonneg inside [value_nonneg power].
  pose proof (nonneg j inside). apply power_reflects_le with p; [exact value_nonneg| |nra].
  rewrite power. apply (sum_term_le n (fun i => (z j * z i) ^ S p) j inside).
  intros i i_inside. apply pow_le. specialize (nonneg i i_inside). nra.
Qed.

(** Minus the deviations from the ranges [lo, hi] of training, over L layers
    and orders 1 to O, each divided by a positive number: behind ReLUs like
    - t^2 times the Gram values of the slopes, so it flags at every threshold. *)
Theorem gram_layers_at_infinity : forall L O (n : nat -> nat) (z : nat -> R -> vec) T a delta
    (gram : nat -> nat -> nat -> R -> R) last lo hi below above unit, (0 < O)%nat ->
  (forall l, (l < L)%nat -> 0 < unit l /\ activation_lines (n l) (z l) T (a l) (delta l)
    /\ (forall j, (j < n l)%nat -> 0 <= delta l j)) ->
  (forall l p j, (l < L)%nat -> (j < n l)%nat -> 0 < below l p j /\ 0 < above l p j
    /\ (forall t, is_gram (n l) p (z l t) j (gram l p j t)) /\ is_gram (n l) p (delta l) j (last l p j)) ->
  (exists l j, (l < L)%nat /\ (j < n l)%nat /\ delta l j <> 0) ->
  let deviation := fun t l p j => relu (gram l p j t - hi l p j) / above l p j
    + relu (lo l p j - gram l p j t) / below l p j in
  let S := fun t => - sum_below L (fun l => / unit l * sum_below O (fun p =>
    sum_below (n l) (deviation t l p))) in
  let q := sum_below L (fun l => / unit l * sum_below O (fun p =>
    sum_below (n l) (fun j => last l p j / above l p j))) in
  grows_squared S (- q) /\ 0 < q /\ diverges (fun t => - S t) /\ forall theta, flags_at S theta.
Proof.
  intros L O n z T a delta gram last lo hi below above unit some layers channels
    [l [j [layer [inside moves]]]] deviation S q.
  assert (rectified : forall u r, grows_squared u r -> grows_squared (fun t => relu (u t)) (relu r)).
  { intros u r speed. unfold grows_squared, relu.
    apply tends_to_eventually with (fun t => Rmax 0 (u t / (t * t))) 1.
    - intros t late. assert (0 < / (t * t)) by (apply Rinv_0_lt_compat; nra).
      unfold Rdiv. rewrite (Rmult_comm (Rmax 0 (u t))), <- RmaxRmult by lra.
      rewrite Rmult_0_r, (Rmult_comm (/ (t * t))). reflexivity.
    - apply tends_to_max; [apply tends_to_const|exact speed]. }
  assert (constant : forall r, grows_squared (fun _ => r) 0).
  { intros r. apply grows_squared_quadratic with 0 r 0. intros; ring. }
  assert (nonneg : forall l p j, (l < L)%nat -> (j < n l)%nat -> 0 <= last l p j / above l p j).
  { intros m p i m_layer i_inside. destruct (channels m p i m_layer i_inside) as [_ [positive [_ end_]]].
    apply Rmult_le_pos; [apply end_|]. apply Rlt_le, Rinv_0_lt_compat, positive. }
  assert (each : forall l p j, (l < L)%nat -> (j < n l)%nat ->
    grows_squared (fun t => deviation t l p j) (last l p j / above l p j)).
  { intros m p i m_layer i_inside.
    destruct (channels m p i m_layer i_inside) as [_ [_ [grams end_]]].
    destruct (layers m m_layer) as [_ [lines _]].
    pose proof (gram_grows (n m) p (z m) T (a m) (delta m) i _ _ lines i_inside grams end_) as speed.
    replace (last m p i / above m p i) with (/ above m p i * relu (last m p i + -1 * 0)
      + / below m p i * relu (0 + -1 * last m p i)).
    - unfold deviation. unfold grows_squared. apply tends_to_ext with (fun t =>
        (/ above m p i * relu (gram m p i t + -1 * hi m p i)
        + / below m p i * relu (lo m p i + -1 * gram m p i t)) / (t * t)).
      + intros t. replace (gram m p i t + -1 * hi m p i) with (gram m p i t - hi m p i) by ring.
        replace (lo m p i + -1 * gram m p i t) with (lo m p i - gram m p i t) by ring.
        unfold Rdiv. ring.
      + apply (grows_squared_plus (fun t => / above m p i * relu (gram m p i t + -1 * hi m p i))
          (fun t => / below m p i * relu (lo m p i + -1 * gram m p i t)));
          apply grows_squared_scal, rectified.
        * apply (grows_squared_plus (gram m p i) (fun t => -1 * hi m p i)); [exact speed|].
          apply grows_squared_scal, constant.
        * apply (grows_squared_plus (fun t => lo m p i) (fun t => -1 * gram m p i t));
            [apply constant|]. apply grows_squared_scal, speed.
    - destruct end_ as [end_nonneg _]. unfold relu.
      rewrite Rmax_right, Rmax_left by lra. unfold Rdiv. ring. }
  assert (speed : grows_squared S (- q)).
  { replace (- q) with (-1 * q) by ring. unfold grows_squared.
    apply tends_to_ext with (fun t => (-1 * sum_below L (fun l => / unit l * sum_below O (fun p =>
      sum_below (n l) (deviation t l p)))) / (t * t)); [intros; unfold S; f_equal; ring|].
    apply grows_squared_scal. unfold q.
    apply (grows_squared_sum L (fun t l => / unit l * sum_below O (fun p => sum_below (n l) (deviation t l p)))).
    intros m m_layer. apply grows_squared_scal.
    apply (grows_squared_sum O (fun t p => sum_below (n m) (deviation t m p))). intros p _.
    apply (grows_squared_sum (n m) (fun t => deviation t m p)). intros i i_inside. apply each; assumption. }
  assert (seen : 0 < q).
  { assert (term_nonneg : forall l, (l < L)%nat -> 0 <= / unit l * sum_below O (fun p =>
      sum_below (n l) (fun j => last l p j / above l p j))).
    { intros m m_layer. apply Rmult_le_pos.
      - apply Rlt_le, Rinv_0_lt_compat, layers, m_layer.
      - apply sum_nonneg. intros p _. apply sum_nonneg. intros i i_inside. apply nonneg; assumption. }
    apply Rlt_le_trans with (2 := sum_term_le L _ l layer term_nonneg).
    destruct (layers l layer) as [unit_pos [_ rises]].
    apply Rmult_lt_0_compat; [apply Rinv_0_lt_compat, unit_pos|].
    apply Rlt_le_trans with (last l 0%nat j / above l 0%nat j).
    - destruct (channels l 0%nat j layer inside) as [_ [positive [_ end_]]].
      pose proof (gram_ge_square (n l) 0 (delta l) j _ rises inside end_).
      apply Rdiv_lt_0_compat; [nra|exact positive].
    - apply Rle_trans with (sum_below (n l) (fun j => last l 0%nat j / above l 0%nat j)).
      + apply (sum_term_le (n l) (fun j => last l 0%nat j / above l 0%nat j) j inside).
        intros i i_inside. apply nonneg; assumption.
      + apply (sum_term_le O (fun p => sum_below (n l) (fun j => last l p j / above l p j)) 0%nat some).
        intros p _. apply sum_nonneg. intros i i_inside. apply nonneg; assumption. }
  split; [exact speed|]. split; [exact seen|].
  assert (down : diverges (fun t => - S t)) by (apply (grows_squared_decides S _ speed); lra).
  split; [exact down | apply diverges_down_flags, down].
Qed.

(** One layer, deviations above the largest values of training only: Gram as
    paper B uses it, with orders 1 to O.  (The published code has the sign
    inverted.) *)
Theorem gram_at_infinity : forall O n (z : R -> vec) T a delta (gram : nat -> nat -> R -> R) last hi size,
  (0 < O)%nat -> activation_lines n z T a delta -> (forall j, (j < n)%nat -> 0 <= delta j) ->
  (exists j, (j < n)%nat /\ delta j <> 0) ->
  (forall p j, (j < n)%nat -> 0 < size p j
    /\ (forall t, is_gram n p (z t) j (gram p j t)) /\ is_gram n p delta j (last p j)) ->
  let S := fun t => - sum_below O (fun p => sum_below n (fun j => relu (gram p j t - hi p j) / size p j)) in
  let q := sum_below O (fun p => sum_below n (fun j => last p j / size p j)) in
  grows_squared S (- q) /\ 0 < q /\ diverges (fun t => - S t) /\ forall theta, flags_at S theta.
Proof.
  intros O n z T a delta gram last hi size some lines rises [j [inside moves]] channels S q.
  destruct (gram_layers_at_infinity 1 O (fun _ => n) (fun _ => z) T (fun _ => a) (fun _ => delta)
    (fun _ => gram) (fun _ => last) (fun _ _ _ => 0) (fun _ => hi) (fun _ _ _ => 1) (fun _ => size) (fun _ => 1) some)
    as [speed [seen [down flags]]].
  - intros l _. split; [lra|]. split; assumption.
  - intros l p i _ i_inside. destruct (channels p i i_inside) as [positive [grams end_]].
    split; [lra|]. auto.
  - exists 0%nat, j. auto.
  - assert (same : (fun t => - sum_below 1 (fun l => / 1 * sum_below O (fun p => sum_below n (fun j =>
      relu (gram p j t - hi p j) / size p j + relu (0 - gram p j t) / 1)))) = S).
    { apply functional_extensionality. intros t. unfold S. cbn [sum_below]. rewrite Rinv_1, Rmult_1_l, Rplus_0_l.
      f_equal. apply sum_ext. intros p _. apply sum_ext. intros i i_inside.
      destruct (channels p i i_inside) as [_ [grams _]]. destruct (grams t) as [nonneg _].
      unfold relu at 2. rewrite Rmax_left by lra. unfold Rdiv. ring. }
    assert (total : sum_below 1 (fun l => / 1 * sum_below O (fun p => sum_below n (fun j => last p j / size p j))) = q).
    { cbn [sum_below]. rewrite Rinv_1. unfold q. ring. }
    cbv zeta beta in speed, seen, down, flags.
    rewrite total in speed, seen. rewrite same in speed, flags.
    split; [exact speed|]. split; [exact seen|]. split; [|exact flags].
    rewrite <- same. exact down.
Qed.
