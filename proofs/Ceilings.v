(** * Guards and ceilings: what bounds confidence for every input
    (claims guard-uniform, unflagged-ceiling, bounded-ceiling,
    layer-norm-ceiling, layer-norm-limit) *)

From Farfield Require Import Basics Calculus Softmax Tail Network Metrics MetricGradients
  Penultimate Cea.
Import ListNotations.

Open Scope R_scope.

(** ** The guard *)

(** How far x lies outside the box, in units of the widths w. *)
Definition outside (D : nat) (lo hi w x : vec) : R :=
  sum_below D (fun d => (relu (x d - hi d) + relu (lo d - x d)) / w d).

(** p mixed with the uniform distribution. *)
Definition mixed (C : nat) (s : R) (p : vec) : vec := fun c => s * p c + (1 - s) / INR C.

Definition trust (kappa mu e : R) : R := sigmoid (kappa - mu * e).

Definition guarded (C D : nat) (lo hi w : vec) (kappa mu : R) (p : vec -> vec) (x : vec) : vec :=
  mixed C (trust kappa mu (outside D lo hi w x)) (p x).

Lemma sigmoid_bounds : forall r, 0 < sigmoid r < 1.
Proof.
  intros r. unfold sigmoid. pose proof (exp_pos (- r)). split; [apply Rinv_0_lt_compat; lra|].
  rewrite <- Rinv_1 at 2. apply Rinv_lt_contravar; lra.
Qed.

Lemma sigmoid_le : forall r s, r <= s -> sigmoid r <= sigmoid s.
Proof.
  intros r s order. unfold sigmoid. pose proof (exp_pos (- s)).
  apply Rinv_le_contravar; [lra|]. apply Rplus_le_compat_l, exp_le. lra.
Qed.

Lemma outside_nonneg : forall D lo hi w x, (forall d, (d < D)%nat -> 0 < w d) ->
  0 <= outside D lo hi w x.
Proof.
  intros D lo hi w x widths. apply sum_nonneg. intros d inside.
  pose proof (relu_nonneg (x d - hi d)). pose proof (relu_nonneg (lo d - x d)).
  apply Rmult_le_pos; [lra|]. apply Rlt_le, Rinv_0_lt_compat, widths, inside.
Qed.

Lemma outside_diverges : forall D lo hi w x v, (forall d, (d < D)%nat -> 0 < w d) ->
  (exists d, (d < D)%nat /\ v d <> 0) -> diverges (fun t => outside D lo hi w (ray x v t)).
Proof.
  intros D lo hi w x v widths [d [inside moves]].
  assert (term : forall t, (relu (ray x v t d - hi d) + relu (lo d - ray x v t d)) / w d
    <= outside D lo hi w (ray x v t)).
  { intros t. apply (sum_term_le D (fun d =>
      (relu (ray x v t d - hi d) + relu (lo d - ray x v t d)) / w d) d inside).
    intros k below. pose proof (relu_nonneg (ray x v t k - hi k)).
    pose proof (relu_nonneg (lo k - ray x v t k)).
    apply Rmult_le_pos; [lra|]. apply Rlt_le, Rinv_0_lt_compat, widths, below. }
  assert (inverse : 0 < / w d) by (apply Rinv_0_lt_compat, widths, inside).
  assert (above : forall r, r <= relu r) by (intros; apply Rmax_r).
  destruct (Rlt_dec 0 (v d)) as [up|down].
  - apply diverges_le with (fun t => (x d - hi d) / w d + v d / w d * t) 0;
      [|apply diverges_line, Rmult_lt_0_compat; assumption].
    intros t _. apply Rle_trans with (2 := term t).
    pose proof (above (ray x v t d - hi d)). pose proof (relu_nonneg (lo d - ray x v t d)).
    unfold Rdiv. replace ((x d - hi d) * / w d + v d * / w d * t)
      with ((ray x v t d - hi d) * / w d) by (unfold ray; ring).
    apply Rmult_le_compat_r; lra.
  - apply diverges_le with (fun t => (lo d - x d) / w d + (- v d) / w d * t) 0;
      [|apply diverges_line, Rmult_lt_0_compat; lra].
    intros t _. apply Rle_trans with (2 := term t).
    pose proof (above (lo d - ray x v t d)). pose proof (relu_nonneg (ray x v t d - hi d)).
    unfold Rdiv. replace ((lo d - x d) * / w d + - v d * / w d * t)
      with ((lo d - ray x v t d) * / w d) by (unfold ray; ring).
    apply Rmult_le_compat_r; lra.
Qed.

Lemma trust_vanishes : forall kappa mu (e : R -> R), 0 < mu -> diverges e ->
  tends_to (fun t => trust kappa mu (e t)) 0.
Proof.
  intros kappa mu e positive far eps eps_pos.
  destruct (far ((kappa - ln eps + 1) / mu)) as [A large]. exists A. intros t late.
  specialize (large t late). cbv beta in large. pose proof (sigmoid_bounds (kappa - mu * e t)).
  unfold trust in *. rewrite Rminus_0_r, Rabs_pos_eq by lra.
  apply (Rmult_le_compat_l mu) in large; [|lra].
  replace (mu * ((kappa - ln eps + 1) / mu)) with (kappa - ln eps + 1) in large by (field; lra).
  apply Rlt_trans with (exp (kappa - mu * e t)).
  - unfold sigmoid. rewrite <- (Rinv_inv (exp (kappa - mu * e t))), <- exp_Ropp.
    pose proof (exp_pos (- (kappa - mu * e t))). apply Rinv_lt_contravar; [|lra].
    apply Rmult_lt_0_compat; lra.
  - replace eps with (exp (ln eps)) by (apply exp_ln, eps_pos). apply exp_increasing. lra.
Qed.

(** Claim guard-uniform, part 1: uniform in the end along every ray, for any
    classifier. *)
Theorem guard_uniform_limit : forall C D lo hi w kappa mu p x v,
  (0 < C)%nat -> 0 < mu -> (forall d, (d < D)%nat -> 0 < w d) ->
  (forall y, is_distribution C (p y)) -> (exists d, (d < D)%nat /\ v d <> 0) ->
  forall c, (c < C)%nat ->
    tends_to (fun t => guarded C D lo hi w kappa mu p (ray x v t) c) (/ INR C).
Proof.
  intros C D lo hi w kappa mu p x v classes positive widths distribution moves c below.
  pose proof (INR_pos C classes) as PC.
  set (s := fun t => trust kappa mu (outside D lo hi w (ray x v t))).
  assert (gap : tends_to (fun t => guarded C D lo hi w kappa mu p (ray x v t) c - / INR C) 0).
  { apply tends_to_squeeze_0 with s 0;
      [|apply trust_vanishes; [exact positive|apply outside_diverges; assumption]].
    intros t _. unfold guarded, mixed. fold (s t).
    replace (s t * p (ray x v t) c + (1 - s t) / INR C - / INR C)
      with (s t * (p (ray x v t) c - / INR C)) by (field; lra).
    pose proof (sigmoid_bounds (kappa - mu * outside D lo hi w (ray x v t))) as bounds.
    fold (trust kappa mu (outside D lo hi w (ray x v t))) in bounds. fold (s t) in bounds.
    rewrite Rabs_mult, Rabs_pos_eq by lra. rewrite <- (Rmult_1_r (s t)) at 2.
    apply Rmult_le_compat_l; [lra|].
    pose proof (distribution_le_one C _ c (distribution (ray x v t)) below).
    pose proof (proj1 (distribution (ray x v t)) c below).
    assert (/ INR C <= 1).
    { rewrite <- Rinv_1. apply Rinv_le_contravar; [lra|]. apply (le_INR 1). lia. }
    pose proof (Rinv_0_lt_compat _ PC). apply Rabs_le. lra. }
  apply tends_to_of_gap. exact gap.
Qed.

(** Part 2: the decision is the classifier's, everywhere. *)
Theorem guard_uniform_decision : forall C D lo hi w kappa mu p x k,
  is_top C (guarded C D lo hi w kappa mu p x) k <-> is_top C (p x) k.
Proof.
  intros C D lo hi w kappa mu p x k.
  pose proof (sigmoid_bounds (kappa - mu * outside D lo hi w x)) as bounds.
  fold (trust kappa mu (outside D lo hi w x)) in bounds.
  unfold guarded, mixed. set (s := trust kappa mu (outside D lo hi w x)) in *.
  split; intros [below largest]; (split; [exact below|]); intros c inside;
    specialize (largest c inside).
  - apply (Rmult_le_reg_l s); lra.
  - apply Rplus_le_compat_r, Rmult_le_compat_l; lra.
Qed.

(** Part 3: inside the box p moves by at most (1 - 1/C) (1 - sigmoid kappa). *)
Theorem guard_uniform_inside : forall C D lo hi w kappa mu p x c,
  (1 < C)%nat -> is_distribution C (p x) -> (c < C)%nat ->
  (forall d, (d < D)%nat -> lo d <= x d <= hi d) ->
  Rabs (guarded C D lo hi w kappa mu p x c - p x c) <= (1 - / INR C) * (1 - sigmoid kappa).
Proof.
  intros C D lo hi w kappa mu p x c several distribution below box.
  assert (two : 2 <= INR C) by (apply (le_INR 2); lia).
  assert (inverse : / INR C <= / 2) by (apply Rinv_le_contravar; lra).
  pose proof (Rinv_0_lt_compat (INR C) ltac:(lra)) as inverse_pos.
  assert (none : outside D lo hi w x = 0).
  { unfold outside. rewrite (sum_ext D _ (fun _ => 0)), sum_zero; [reflexivity|].
    intros d inside. specialize (box d inside). unfold relu. rewrite !Rmax_left by lra.
    unfold Rdiv. ring. }
  unfold guarded, mixed, trust. rewrite none. replace (kappa - mu * 0) with kappa by ring.
  pose proof (sigmoid_bounds kappa). set (s := sigmoid kappa) in *.
  replace (s * p x c + (1 - s) / INR C - p x c) with ((/ INR C - p x c) * (1 - s)) by (field; lra).
  rewrite Rabs_mult, (Rabs_pos_eq (1 - s)) by lra. apply Rmult_le_compat_r; [lra|].
  pose proof (proj1 distribution c below). pose proof (distribution_le_one C _ c distribution below).
  apply Rabs_le. lra.
Qed.

(** Part 4: where e >= e0 the confidence is at most
    1/C + (1 - 1/C) sigmoid (kappa - mu e0). *)
Theorem guard_uniform_ceiling : forall C D lo hi w kappa mu p x e0,
  (0 < C)%nat -> 0 <= mu -> is_distribution C (p x) -> e0 <= outside D lo hi w x ->
  msp C (guarded C D lo hi w kappa mu p x)
  <= / INR C + (1 - / INR C) * sigmoid (kappa - mu * e0).
Proof.
  intros C D lo hi w kappa mu p x e0 classes nonneg distribution far.
  pose proof (INR_pos C classes) as PC.
  assert (inverse : / INR C <= 1).
  { rewrite <- Rinv_1. apply Rinv_le_contravar; [lra|]. apply (le_INR 1). lia. }
  pose proof (Rinv_0_lt_compat _ PC) as inverse_pos.
  pose proof (sigmoid_bounds (kappa - mu * e0)).
  set (s := trust kappa mu (outside D lo hi w x)).
  assert (0 < s < 1) by apply sigmoid_bounds.
  assert (s <= sigmoid (kappa - mu * e0)).
  { apply sigmoid_le. assert (mu * e0 <= mu * outside D lo hi w x) by (apply Rmult_le_compat_l; assumption). lra. }
  apply max0_le.
  { assert (0 <= (1 - / INR C) * sigmoid (kappa - mu * e0)) by (apply Rmult_le_pos; lra). lra. }
  intros c below. unfold guarded, mixed. fold s.
  pose proof (distribution_le_one C _ c distribution below).
  apply Rle_trans with (/ INR C + (1 - / INR C) * s).
  - unfold Rdiv. nra.
  - apply Rplus_le_compat_l, Rmult_le_compat_l; lra.
Qed.

(** ** Ceilings *)

(** The confidence of a model whose logit differences f_c - f_k are at most
    B_ck. *)
Definition ceiling (C : nat) (B : nat -> nat -> R) : R :=
  max0 C (fun c => / (1 + sum_except C c (fun k => exp (- B c k)))).

Lemma confidence_under_ceiling : forall C f B,
  (forall c k, (c < C)%nat -> (k < C)%nat -> k <> c -> f c - f k <= B c k) ->
  confidence C f <= ceiling C B.
Proof.
  intros C f B differences. apply max0_le; [apply max0_nonneg|]. intros c below.
  apply Rle_trans with (/ (1 + sum_except C c (fun k => exp (- B c k)))).
  2:{ apply (max0_ge C (fun c => / (1 + sum_except C c (fun k => exp (- B c k))))), below. }
  rewrite softmax_inv by exact below.
  assert (rest : 0 <= sum_except C c (fun k => exp (- B c k))).
  { apply sum_nonneg. intros k _. destruct (Nat.eqb k c); [lra|apply Rlt_le, exp_pos]. }
  apply Rinv_le_contravar; [lra|].
  rewrite (sum_split C c) by exact below. replace (f c - f c) with 0 by ring. rewrite exp_0.
  apply Rplus_le_compat_l, sum_le. intros k inside. destruct (Nat.eqb_spec k c) as [|distinct]; [lra|].
  apply exp_le. specialize (differences c k below inside distinct). lra.
Qed.

Lemma ceiling_lt_one : forall C B, (1 < C)%nat -> ceiling C B < 1.
Proof.
  intros C B several. apply max0_lt; [lra|]. intros c below.
  rewrite <- Rinv_1 at 2. apply Rinv_lt_contravar.
  - assert (0 <= sum_except C c (fun k => exp (- B c k))); [|lra].
    apply sum_nonneg. intros k _. destruct (Nat.eqb k c); [lra|apply Rlt_le, exp_pos].
  - assert (0 < sum_except C c (fun k => exp (- B c k))); [|lra].
    destruct (rival C c several below) as [l [l_below distinct]].
    apply Rlt_le_trans with (exp (- B c l)); [apply exp_pos|].
    apply Rle_trans with ((fun k => if Nat.eqb k c then 0 else exp (- B c k)) l).
    + cbv beta. destruct (Nat.eqb_spec l c); [contradiction|lra].
    + apply (sum_term_le C (fun k => if Nat.eqb k c then 0 else exp (- B c k))); [exact l_below|].
      intros k _. destruct (Nat.eqb k c); [lra|apply Rlt_le, exp_pos].
Qed.

Lemma head_difference : forall n W beta z c k,
  affine_map n W beta z c - affine_map n W beta z k
  = sum_below n (fun j => (W c j - W k j) * z j) + (beta c - beta k).
Proof.
  intros n W beta z c k. unfold affine_map.
  rewrite (sum_ext n (fun j => (W c j - W k j) * z j) (fun j => W c j * z j - W k j * z j))
    by (intros; ring).
  rewrite sum_minus. ring.
Qed.

(** Claim unflagged-ceiling: novelty - MSP + lambda || (z - tau)_+ ||, flagged
    above theta, rectified activations.  Whatever is not flagged has bounded
    logit differences, so a certified confidence. *)
Definition unflagged_bound (n : nat) (W : nat -> nat -> R) (beta : vec) (tau G : R) (c k : nat) : R :=
  relu tau * sum_below n (fun j => relu (W c j - W k j))
  + G * norm n (fun j => relu (W c j - W k j)) + (beta c - beta k).

Theorem unflagged_ceiling_as_printed : forall C n W beta tau lambda theta z,
  0 < lambda -> (forall j, (j < n)%nat -> 0 <= z j) ->
  let f := affine_map n W beta z in
  let G := (theta + 1) / lambda in
  - confidence C f + lambda * cea n tau z <= theta ->
  0 <= G
  /\ (forall c k, (c < C)%nat -> (k < C)%nat ->
        f c - f k <= unflagged_bound n W beta tau G c k)
  /\ confidence C f <= ceiling C (unflagged_bound n W beta tau G).
Proof.
  intros C n W beta tau lambda theta z positive rectified f G unflagged.
  pose proof (confidence_le_one C f). pose proof (norm_nonneg n (fun j => relu (z j - tau))) as g_nonneg.
  assert (g_bound : cea n tau z <= G).
  { unfold G. apply (Rmult_le_reg_l lambda); [exact positive|].
    replace (lambda * ((theta + 1) / lambda)) with (theta + 1) by (field; lra). lra. }
  assert (differences : forall c k, (c < C)%nat -> (k < C)%nat ->
    f c - f k <= unflagged_bound n W beta tau G c k).
  { intros c k _ _. unfold f. rewrite head_difference. unfold unflagged_bound.
    apply Rplus_le_compat_r.
    set (d := fun j => relu (W c j - W k j)).
    apply Rle_trans with (sum_below n (fun j => relu tau * d j + d j * relu (z j - tau))).
    - apply sum_le. intros j inside. specialize (rectified j inside).
      assert (W c j - W k j <= d j) by apply Rmax_r.
      assert (0 <= d j) by apply relu_nonneg.
      assert (z j <= relu tau + relu (z j - tau)).
      { assert (tau <= relu tau) by apply Rmax_r.
        assert (z j - tau <= relu (z j - tau)) by apply Rmax_r. lra. }
      apply Rle_trans with (d j * z j); [apply Rmult_le_compat_r; lra|].
      apply Rle_trans with (d j * (relu tau + relu (z j - tau))); [apply Rmult_le_compat_l; lra|lra].
    - rewrite sum_plus, sum_scal. apply Rplus_le_compat_l.
      apply Rle_trans with (1 := cauchy_schwarz n d (fun j => relu (z j - tau))).
      rewrite Rmult_comm. apply Rmult_le_compat_r; [apply norm_nonneg|exact g_bound]. }
  split; [unfold cea in g_bound; lra|]. split; [exact differences|].
  apply confidence_under_ceiling. intros; apply differences; assumption.
Qed.

(** If (theta + 1) / lambda < 0 nothing passes. *)
Theorem unflagged_ceiling_nothing_passes : forall C n W beta tau lambda theta z,
  0 < lambda -> (theta + 1) / lambda < 0 ->
  theta < - confidence C (affine_map n W beta z) + lambda * cea n tau z.
Proof.
  intros C n W beta tau lambda theta z positive negative.
  pose proof (confidence_le_one C (affine_map n W beta z)).
  assert (0 <= lambda * cea n tau z) by (apply Rmult_le_pos; [lra|apply norm_nonneg]).
  apply (Rmult_lt_compat_l lambda) in negative; [|exact positive].
  replace (lambda * ((theta + 1) / lambda)) with (theta + 1) in negative by (field; lra). lra.
Qed.

(** Claim bounded-ceiling: activations in a box. *)
Theorem bounded_ceiling_as_printed : forall C n W beta lo hi z,
  (forall j, (j < n)%nat -> lo j <= z j <= hi j) ->
  let f := affine_map n W beta z in
  let B c k := sum_below n (fun j =>
    Rmax ((W c j - W k j) * lo j) ((W c j - W k j) * hi j)) + (beta c - beta k) in
  (forall c k, f c - f k <= B c k)
  /\ confidence C f <= ceiling C B /\ ((1 < C)%nat -> ceiling C B < 1).
Proof.
  intros C n W beta lo hi z box f B.
  assert (differences : forall c k, f c - f k <= B c k).
  { intros c k. unfold f. rewrite head_difference. apply Rplus_le_compat_r, sum_le.
    intros j inside. specialize (box j inside). set (d := W c j - W k j).
    pose proof (Rmax_l (d * lo j) (d * hi j)). pose proof (Rmax_r (d * lo j) (d * hi j)).
    destruct (Rle_dec 0 d).
    - apply Rle_trans with (d * hi j); [apply Rmult_le_compat_l; lra|assumption].
    - apply Rle_trans with (d * lo j); [nra|assumption]. }
  split; [exact differences|]. split.
  - apply confidence_under_ceiling. intros; apply differences.
  - intros several. apply ceiling_lt_one, several.
Qed.

(** ** Normalisation *)

Definition layer_mean (n : nat) (z : vec) : R := / INR n * sum_below n z.
Definition centred (n : nat) (z : vec) : vec := fun i => z i - layer_mean n z.
Definition layer_variance (n : nat) (z : vec) : R :=
  / INR n * sum_below n (fun i => centred n z i * centred n z i).

(** LayerNorm without gain and shift; RMSNorm. *)
Definition layer_norm (n : nat) (eps : R) (z : vec) : vec :=
  fun i => centred n z i / sqrt (layer_variance n z + eps).
Definition mean_square (n : nat) (z : vec) : R := / INR n * sum_below n (fun i => z i * z i).
Definition rms_norm (n : nat) (eps : R) (z : vec) : vec :=
  fun i => z i / sqrt (mean_square n z + eps).

(** Gain g and shift s. *)
Definition scaled (g s h : vec) : vec := fun i => g i * h i + s i.

Lemma centred_sum : forall n z, (0 < n)%nat -> sum_below n (centred n z) = 0.
Proof.
  intros n z some. pose proof (INR_pos n some). unfold centred.
  rewrite sum_minus, sum_const. unfold layer_mean. field. lra.
Qed.

Lemma normalised_norm : forall n (u : vec) m eps, (0 < n)%nat -> 0 <= eps ->
  m = / INR n * sum_below n (fun i => u i * u i) -> 0 < m + eps ->
  norm n (fun i => u i / sqrt (m + eps)) <= sqrt (INR n).
Proof.
  intros n u m eps some nonneg mean_eq positive. pose proof (INR_pos n some).
  unfold norm. apply sqrt_le_1_alt.
  assert (root : 0 < sqrt (m + eps)) by (apply sqrt_lt_R0, positive).
  rewrite (sum_ext n _ (fun i => / (m + eps) * (u i * u i))).
  - rewrite sum_scal. replace (sum_below n (fun i => u i * u i)) with (INR n * m)
      by (rewrite mean_eq; field; lra).
    apply (Rmult_le_reg_l (m + eps)); [exact positive|].
    rewrite <- Rmult_assoc, Rinv_r, Rmult_1_l by lra.
    rewrite (Rmult_comm (m + eps)). apply Rmult_le_compat_l; lra.
  - intros i _. rewrite <- (sqrt_sqrt (m + eps)) at 3 by lra. field. lra.
Qed.

Lemma layer_norm_norm : forall n eps z, (0 < n)%nat -> 0 <= eps -> 0 < layer_variance n z + eps ->
  norm n (layer_norm n eps z) <= sqrt (INR n).
Proof.
  intros n eps z some nonneg positive.
  apply (normalised_norm n (centred n z) (layer_variance n z) eps); auto.
Qed.

Lemma layer_norm_sum : forall n eps z, (0 < n)%nat -> sum_below n (layer_norm n eps z) = 0.
Proof.
  intros n eps z some. unfold layer_norm, Rdiv.
  rewrite (sum_scal_r n (/ sqrt (layer_variance n z + eps)) (centred n z)).
  rewrite centred_sum by exact some. ring.
Qed.

(** sqrt n || P (d o g) || + d . s + beta_c - beta_k, P the centring. *)
Definition layer_norm_bound (n : nat) (W : nat -> nat -> R) (beta g s : vec) (c k : nat) : R :=
  sqrt (INR n) * norm n (centred n (fun j => (W c j - W k j) * g j))
  + sum_below n (fun j => (W c j - W k j) * s j) + (beta c - beta k).

(** Claim layer-norm-ceiling: for every input of the norm, certainty is out of
    reach. *)
Theorem layer_norm_ceiling_as_printed : forall C n W beta g s eps z,
  (0 < n)%nat -> 0 <= eps -> 0 < layer_variance n z + eps ->
  let f := affine_map n W beta (scaled g s (layer_norm n eps z)) in
  let B := layer_norm_bound n W beta g s in
  (forall c k, f c - f k <= B c k)
  /\ confidence C f <= ceiling C B /\ ((1 < C)%nat -> ceiling C B < 1).
Proof.
  intros C n W beta g s eps z some nonneg positive f B.
  set (h := layer_norm n eps z).
  assert (differences : forall c k, f c - f k <= B c k).
  { intros c k. unfold f. rewrite head_difference. unfold B, layer_norm_bound.
    apply Rplus_le_compat_r. fold h. set (u := fun j => (W c j - W k j) * g j).
    rewrite (sum_ext n _ (fun j => u j * h j + (W c j - W k j) * s j))
      by (intros; unfold scaled, u; ring).
    rewrite sum_plus. apply Rplus_le_compat_r.
    assert (same : sum_below n (fun j => u j * h j) = sum_below n (fun j => centred n u j * h j)).
    { unfold centred. rewrite (sum_ext n (fun j => (u j - layer_mean n u) * h j)
        (fun j => u j * h j - layer_mean n u * h j)) by (intros; ring).
      rewrite sum_minus, sum_scal. unfold h at 3.
      change (fun k0 => layer_norm n eps z k0) with (layer_norm n eps z).
      rewrite layer_norm_sum by exact some. ring. }
    rewrite same. apply Rle_trans with (1 := cauchy_schwarz n (centred n u) h).
    rewrite Rmult_comm. apply Rmult_le_compat_r; [apply norm_nonneg|].
    apply layer_norm_norm; assumption. }
  split; [exact differences|]. split.
  - apply confidence_under_ceiling. intros; apply differences.
  - intros several. apply ceiling_lt_one, several.
Qed.

(** The same for RMSNorm: no centring, no shift. *)
Theorem layer_norm_ceiling_rms : forall C n W beta g eps z,
  (0 < n)%nat -> 0 <= eps -> 0 < mean_square n z + eps ->
  let f := affine_map n W beta (fun i => g i * rms_norm n eps z i) in
  let B c k := sqrt (INR n) * norm n (fun j => (W c j - W k j) * g j) + (beta c - beta k) in
  (forall c k, f c - f k <= B c k)
  /\ confidence C f <= ceiling C B /\ ((1 < C)%nat -> ceiling C B < 1).
Proof.
  intros C n W beta g eps z some nonneg positive f B.
  assert (differences : forall c k, f c - f k <= B c k).
  { intros c k. unfold f. rewrite head_difference. apply Rplus_le_compat_r.
    rewrite (sum_ext n _ (fun j => ((W c j - W k j) * g j) * rms_norm n eps z j)) by (intros; ring).
    apply Rle_trans with (1 := cauchy_schwarz n (fun j => (W c j - W k j) * g j) (rms_norm n eps z)).
    rewrite Rmult_comm. apply Rmult_le_compat_r; [apply norm_nonneg|].
    apply (normalised_norm n z (mean_square n z) eps); auto. }
  split; [exact differences|]. split.
  - apply confidence_under_ceiling. intros; apply differences.
  - intros several. apply ceiling_lt_one, several.
Qed.

(** LayerNorm followed by ReLU. *)
Theorem layer_norm_ceiling_relu : forall C n W beta g s eps z,
  (0 < n)%nat -> 0 <= eps -> 0 < layer_variance n z + eps ->
  let f := affine_map n W beta (fun i => relu (scaled g s (layer_norm n eps z) i)) in
  let B c k := sqrt (INR n) * norm n (fun j => relu (W c j - W k j) * g j)
    + sum_below n (fun j => relu (W c j - W k j) * relu (s j)) + (beta c - beta k) in
  (forall c k, f c - f k <= B c k)
  /\ confidence C f <= ceiling C B /\ ((1 < C)%nat -> ceiling C B < 1).
Proof.
  intros C n W beta g s eps z some nonneg positive f B.
  set (h := layer_norm n eps z).
  assert (differences : forall c k, f c - f k <= B c k).
  { intros c k. unfold f. rewrite head_difference. apply Rplus_le_compat_r. fold h.
    set (d := fun j => relu (W c j - W k j)).
    apply Rle_trans with (sum_below n (fun j => Rabs (d j * g j) * Rabs (h j) + d j * relu (s j))).
    - apply sum_le. intros j _.
      assert (W c j - W k j <= d j) by apply Rmax_r. assert (0 <= d j) by apply relu_nonneg.
      pose proof (relu_nonneg (scaled g s h j)).
      assert (scaled g s h j <= Rabs (g j) * Rabs (h j) + relu (s j)).
      { unfold scaled. pose proof (Rle_abs (g j * h j)). rewrite Rabs_mult in *.
        assert (s j <= relu (s j)) by apply Rmax_r. lra. }
      assert (0 <= Rabs (g j) * Rabs (h j) + relu (s j)).
      { apply Rplus_le_le_0_compat; [apply Rmult_le_pos; apply Rabs_pos | apply relu_nonneg]. }
      assert (relu (scaled g s h j) <= Rabs (g j) * Rabs (h j) + relu (s j))
        by (unfold relu at 1; apply Rmax_lub; assumption).
      rewrite Rabs_mult, (Rabs_pos_eq (d j)) by assumption.
      apply Rle_trans with (d j * relu (scaled g s h j)); [apply Rmult_le_compat_r; lra|].
      apply Rle_trans with (d j * (Rabs (g j) * Rabs (h j) + relu (s j)));
        [apply Rmult_le_compat_l; lra | right; ring].
    - rewrite sum_plus. apply Rplus_le_compat_r.
      apply Rle_trans with (1 := cauchy_schwarz n (fun j => Rabs (d j * g j)) (fun j => Rabs (h j))).
      assert (absolute : forall u : vec, norm n (fun j => Rabs (u j)) = norm n u).
      { intros u. unfold norm. f_equal. apply sum_ext. intros j _.
        rewrite <- Rabs_mult. apply Rabs_pos_eq, Rle_0_sqr. }
      rewrite !absolute, Rmult_comm. apply Rmult_le_compat_r; [apply norm_nonneg|].
      apply layer_norm_norm; assumption. }
  split; [exact differences|]. split.
  - apply confidence_under_ceiling. intros; apply differences.
  - intros several. apply ceiling_lt_one, several.
Qed.

(** ** Claim layer-norm-limit *)

Lemma tends_to_sqrt : forall u l, 0 < l -> tends_to u l -> tends_to (fun t => sqrt (u t)) (sqrt l).
Proof.
  intros u l positive limit. apply tends_to_continuous; [|exact limit].
  apply derivable_continuous_pt. exists (/ (2 * sqrt l)). apply derivable_pt_lim_sqrt, positive.
Qed.

Lemma tends_to_inverse : tends_to (fun t => / t) 0.
Proof.
  intros eps positive. exists (/ eps + 1). intros t late.
  assert (0 < / eps) by (apply Rinv_0_lt_compat, positive).
  rewrite Rminus_0_r, Rabs_pos_eq by (apply Rlt_le, Rinv_0_lt_compat; lra).
  rewrite <- (Rinv_inv eps). apply Rinv_lt_contravar; [apply Rmult_lt_0_compat; lra|lra].
Qed.

(** Activations that grow like b t, with b not constant over the units: the
    normalised activations tend to (b - mean b) / rms, a function of b alone. *)
Theorem layer_norm_limit_units : forall n eps (z : R -> vec) b,
  (0 < n)%nat -> 0 <= eps -> (forall i, (i < n)%nat -> tends_to (fun t => z t i / t) (b i)) ->
  0 < layer_variance n b ->
  forall i, (i < n)%nat ->
    tends_to (fun t => layer_norm n eps (z t) i) (centred n b i / sqrt (layer_variance n b)).
Proof.
  intros n eps z b some nonneg growth varied i inside.
  set (u := fun t j => z t j / t).
  assert (means : tends_to (fun t => layer_mean n (u t)) (layer_mean n b)).
  { apply tends_to_scal, (tends_to_sum n u b). exact growth. }
  assert (centres : forall j, (j < n)%nat -> tends_to (fun t => centred n (u t) j) (centred n b j))
    by (intros j below; apply tends_to_minus; [apply growth, below | exact means]).
  assert (variances : tends_to (fun t => layer_variance n (u t)) (layer_variance n b)).
  { apply tends_to_scal, (tends_to_sum n (fun t j => centred n (u t) j * centred n (u t) j)
      (fun j => centred n b j * centred n b j)).
    intros j below. apply (tends_to_square (fun t => centred n (u t) j)), centres, below. }
  assert (spread : tends_to (fun t => layer_variance n (u t) + eps * (/ t * / t))
    (layer_variance n b)).
  { replace (layer_variance n b) with (layer_variance n b + eps * (0 * 0)) by ring.
    apply tends_to_plus; [exact variances|]. apply tends_to_scal.
    apply (tends_to_square (fun t => / t)), tends_to_inverse. }
  apply tends_to_eventually with
    (fun t => centred n (u t) i * / sqrt (layer_variance n (u t) + eps * (/ t * / t))) 1.
  - intros t late.
    assert (scale_mean : layer_mean n (u t) = layer_mean n (z t) / t).
    { unfold layer_mean, u, Rdiv. rewrite (sum_scal_r n (/ t) (z t)). ring. }
    assert (scale_centre : forall j, centred n (u t) j = centred n (z t) j / t)
      by (intros j; unfold centred; rewrite scale_mean; unfold u; field; lra).
    assert (scale_variance : layer_variance n (u t) = layer_variance n (z t) * (/ t * / t)).
    { unfold layer_variance. rewrite Rmult_assoc, <- sum_scal_r. f_equal. apply sum_ext.
      intros j _. rewrite scale_centre. field. lra. }
    assert (V : 0 <= layer_variance n (z t)).
    { apply Rmult_le_pos; [apply Rlt_le, Rinv_0_lt_compat, INR_pos, some|].
      apply sum_nonneg. intros; apply Rle_0_sqr. }
    rewrite scale_variance, <- Rmult_plus_distr_r, scale_centre.
    rewrite sqrt_mult_alt by lra. rewrite sqrt_square by (apply Rlt_le, Rinv_0_lt_compat; lra).
    unfold layer_norm, Rdiv. destruct (Req_dec (sqrt (layer_variance n (z t) + eps)) 0) as [zero|nonzero].
    + assert (all_zero : layer_variance n (z t) + eps = 0)
        by (apply sqrt_eq_0; [lra|exact zero]).
      assert (centre_zero : centred n (z t) i = 0).
      { assert (total : sum_below n (fun j => centred n (z t) j * centred n (z t) j) = 0).
        { assert (zero_variance : layer_variance n (z t) = 0) by lra.
          unfold layer_variance in zero_variance. apply Rmult_integral in zero_variance.
          destruct zero_variance as [bad|good]; [|exact good].
          pose proof (Rinv_0_lt_compat _ (INR_pos n some)). lra. }
        pose proof (sum_nonneg_zero n (fun j => centred n (z t) j * centred n (z t) j)
          (fun j _ => Rle_0_sqr _) total i inside) as square. cbv beta in square. nra. }
      rewrite centre_zero. ring.
    + field. split; [exact nonzero|lra].
  - unfold Rdiv. apply tends_to_mult; [apply centres, inside|].
    apply tends_to_inv; [apply Rgt_not_eq, sqrt_lt_R0, varied|].
    apply tends_to_sqrt; [exact varied | exact spread].
Qed.

(** A body, LayerNorm with gain g and shift s, a linear head: the limit of p
    along v is the same from every starting point. *)
Theorem layer_norm_limit_as_printed : forall body n eps g s C W beta v,
  (0 < n)%nat -> 0 <= eps -> 0 < layer_variance n (eval (bias_free body) v) ->
  exists limit : vec, forall x c, (c < C)%nat ->
    tends_to (fun t => softmax C (affine_map n W beta
      (scaled g s (layer_norm n eps (eval body (ray x v t))))) c) (limit c).
Proof.
  intros body n eps g s C W beta v some nonneg varied.
  set (b := eval (bias_free body) v) in *.
  set (f := affine_map n W beta (scaled g s
    (fun i => centred n b i / sqrt (layer_variance n b)))).
  exists (softmax C f). intros x c below.
  assert (units : forall i, (i < n)%nat -> tends_to
    (fun t => layer_norm n eps (eval body (ray x v t)) i) (centred n b i / sqrt (layer_variance n b))).
  { apply layer_norm_limit_units; try assumption. intros i _.
    apply tends_to_eventually with
      (fun t => tail_intercept body x v i * / t + b i) (Rmax (tail_from body x v) 1).
    - intros t late. pose proof (Rmax_l (tail_from body x v) 1). pose proof (Rmax_r (tail_from body x v) 1).
      rewrite eventually_affine by lra. rewrite slopes_ignore_input. fold b. field. lra.
    - assert (sum_limit := tends_to_plus _ _ _ _
        (tends_to_scal (tail_intercept body x v i) _ _ tends_to_inverse) (tends_to_const (b i))).
      rewrite Rmult_0_r, Rplus_0_l in sum_limit. exact sum_limit. }
  assert (logits : forall k, (k < C)%nat -> tends_to (fun t => affine_map n W beta
    (scaled g s (layer_norm n eps (eval body (ray x v t)))) k) (f k)).
  { intros k _. unfold f, affine_map. apply tends_to_plus; [|apply tends_to_const].
    apply (tends_to_sum n (fun t j => W k j * scaled g s (layer_norm n eps (eval body (ray x v t))) j)
      (fun j => W k j * scaled g s (fun i => centred n b i / sqrt (layer_variance n b)) j)).
    intros j inside. apply tends_to_scal. unfold scaled.
    apply tends_to_plus; [apply tends_to_scal, units, inside | apply tends_to_const]. }
  assert (exponentials : forall k, (k < C)%nat -> tends_to (fun t => exp (affine_map n W beta
    (scaled g s (layer_norm n eps (eval body (ray x v t)))) k)) (exp (f k))).
  { intros k small. apply (tends_to_continuous exp); [|apply logits, small].
    apply derivable_continuous_pt, derivable_pt_exp. }
  unfold softmax, Rdiv. apply tends_to_mult; [apply exponentials, below|].
  apply tends_to_inv; [apply Rgt_not_eq, partition_pos; lia|].
  apply (tends_to_sum C (fun t k => exp (affine_map n W beta
    (scaled g s (layer_norm n eps (eval body (ray x v t)))) k)) (fun k => exp (f k))).
  exact exponentials.
Qed.
