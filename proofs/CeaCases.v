(** * Which scores CEA catches: all cases (claim cea-catches-overconfidence)

    Far out g(t) = || Delta_+ || t + c + o(1).  A score bounded above is
    caught whenever some unit rises; a linear score with slope q exactly if
    lambda || Delta_+ || > q, and at equality the constants decide; a score
    that grows like t^2 never is. *)

From Farfield Require Import Basics Calculus Softmax Tail Network Penultimate Cea Mds.
Import ListNotations.

Open Scope R_scope.

Lemma tends_to_reciprocal : forall M p q, 0 < q -> tends_to (fun t => M / (p + q * t)) 0.
Proof.
  intros M p q rising eps positive.
  destruct (diverges_line p q rising (Rabs M / eps + 1)) as [A large].
  exists A. intros t late. specialize (large t late). cbv beta in large.
  rewrite Rminus_0_r.
  assert (0 <= Rabs M / eps)
    by (apply Rmult_le_pos; [apply Rabs_pos | apply Rlt_le, Rinv_0_lt_compat, positive]).
  unfold Rdiv. rewrite Rabs_mult, (Rabs_pos_eq (/ (p + q * t)))
    by (apply Rlt_le, Rinv_0_lt_compat; lra).
  apply (Rmult_lt_reg_r (p + q * t)); [lra|].
  rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra.
  assert (step : eps * (Rabs M / eps) < eps * (p + q * t)) by (apply Rmult_lt_compat_l; lra).
  replace (eps * (Rabs M / eps)) with (Rabs M) in step by (field; lra). exact step.
Qed.

(** A non-negative u with u^2 = r^2 t^2 + 2 B t + C is r t + B / r + o(1). *)
Lemma root_of_quadratic : forall (u : R -> R) r B C T, 0 < r ->
  (forall t, T <= t -> 0 <= u t /\ u t * u t = r * r * (t * t) + 2 * B * t + C) ->
  tends_to (fun t => u t - r * t) (B / r).
Proof.
  intros u r B C T positive square.
  set (D := C - B / r * (B / r)).
  destruct (diverges_line (B / r) r positive 1) as [A large].
  assert (gap : tends_to (fun t => u t - (B / r + r * t)) 0).
  { apply tends_to_squeeze_0 with (fun t => Rabs D / (B / r + r * t)) (Rmax T A);
      [|apply tends_to_reciprocal, positive].
    intros t late. pose proof (Rmax_l T A). pose proof (Rmax_r T A).
    specialize (large t ltac:(lra)). cbv beta in large.
    destruct (square t ltac:(lra)) as [nonneg squared].
    set (w := B / r + r * t) in *.
    assert (product : (u t - w) * (u t + w) = D).
    { transitivity (u t * u t - w * w); [ring|]. rewrite squared. unfold D, w. field. lra. }
    replace (u t - w) with (D / (u t + w)) by (rewrite <- product; field; lra).
    unfold Rdiv. rewrite Rabs_mult, (Rabs_pos_eq (/ (u t + w)))
      by (apply Rlt_le, Rinv_0_lt_compat; lra).
    apply Rmult_le_compat_l; [apply Rabs_pos|]. apply Rinv_le_contravar; lra. }
  apply tends_to_of_gap, tends_to_ext with (2 := gap). intros t. ring.
Qed.

(** The constant that the far out g leaves beside || Delta_+ || t. *)
Definition rising_offset (n : nat) (a b : vec) (tau : R) : R :=
  sum_below n (fun j => relu (b j) * (a j - tau)) / rising n b.

Lemma excess_square : forall a b tau, exists c T, forall t, T <= t ->
  relu (a + b * t - tau) * relu (a + b * t - tau)
  = relu b * relu b * (t * t) + 2 * (relu b * (a - tau)) * t + c.
Proof.
  intros a b tau. destruct (Rtotal_order b 0) as [falls|[still|rises]].
  - destruct (diverges_line (tau - a) (- b) ltac:(lra) 0) as [A low].
    exists 0, A. intros t late. specialize (low t late). cbv beta in low.
    unfold relu. rewrite !(Rmax_left 0) by lra. ring.
  - exists (relu (a - tau) * relu (a - tau)), 0. intros t _. rewrite still.
    replace (a + 0 * t - tau) with (a - tau) by ring.
    replace (relu 0) with 0 by (unfold relu; rewrite Rmax_left; lra). ring.
  - destruct (diverges_line (a - tau) b rises 0) as [A high].
    exists ((a - tau) * (a - tau)), A. intros t late. specialize (high t late). cbv beta in high.
    unfold relu. rewrite !(Rmax_right 0) by lra. ring.
Qed.

(** g(t) - || Delta_+ || t has a limit, if some unit rises. *)
Theorem cea_catches_overconfidence_growth : forall n z T a b tau,
  activation_lines n z T a b -> 0 < rising n b ->
  tends_to (fun t => cea n tau (z t) - rising n b * t) (rising_offset n a b tau).
Proof.
  intros n z T a b tau lines rises.
  assert (expansion : exists C A, forall t, A <= t ->
    sum_below n (fun j => relu (a j + b j * t - tau) * relu (a j + b j * t - tau))
    = sum_below n (fun j => relu (b j) * relu (b j)) * (t * t)
      + 2 * sum_below n (fun j => relu (b j) * (a j - tau)) * t + C).
  { clear. induction n as [|n [C [A sum_n]]].
    - exists 0, 0. intros t _. simpl. ring.
    - destruct (excess_square (a n) (b n) tau) as [c [B term]].
      exists (C + c), (Rmax A B). intros t late. pose proof (Rmax_l A B). pose proof (Rmax_r A B).
      simpl sum_below. rewrite (sum_n t) by lra. rewrite (term t) by lra. ring. }
  destruct expansion as [C [A expansion]].
  apply (root_of_quadratic (fun t => cea n tau (z t)) (rising n b) _ C (Rmax T A) rises).
  intros t late. pose proof (Rmax_l T A). pose proof (Rmax_r T A).
  split; [apply norm_nonneg|]. unfold cea. rewrite norm_squared.
  rewrite (sum_ext n _ (fun j => relu (a j + b j * t - tau) * relu (a j + b j * t - tau))).
  - rewrite expansion by lra. unfold rising. rewrite norm_squared. reflexivity.
  - intros j inside. rewrite lines by (lra || exact inside). reflexivity.
Qed.

(** At equality of slopes the corrected score has a limit: p minus lambda
    times the offset.  It is flagged in the end at every threshold above that
    limit, and never at one below. *)
Theorem cea_catches_overconfidence_equality : forall n z T a b tau X p q lambda,
  activation_lines n z T a b -> 0 < rising n b -> (forall t, T <= t -> X t = p + q * t) ->
  q = lambda * rising n b ->
  let S := fun t => X t - lambda * cea n tau (z t) in
  let limit := p - lambda * rising_offset n a b tau in
  tends_to S limit
  /\ (forall theta, limit < theta -> exists A, forall t, A <= t -> S t < theta)
  /\ (forall theta, theta < limit -> exists A, forall t, A <= t -> theta < S t).
Proof.
  intros n z T a b tau X p q lambda lines rises score equal S limit.
  assert (converges : tends_to S limit).
  { apply tends_to_eventually with
      (fun t => p - lambda * (cea n tau (z t) - rising n b * t)) T.
    - intros t late. unfold S. rewrite score by exact late. rewrite equal. ring.
    - apply tends_to_minus; [apply tends_to_const|].
      apply tends_to_scal, cea_catches_overconfidence_growth with T; assumption. }
  split; [exact converges|]. split; intros theta beyond.
  - apply tends_to_eventually_lt with limit; assumption.
  - apply tends_to_eventually_gt with limit; assumption.
Qed.

(** A score bounded above is caught whenever a unit rises: rectified or not. *)
Theorem cea_catches_overconfidence_bounded : forall n z T a b tau X M lambda,
  activation_lines n z T a b -> (exists j, (j < n)%nat /\ 0 < b j) ->
  (forall t, T <= t -> X t <= M) -> 0 < lambda ->
  diverges (fun t => - (X t - lambda * cea n tau (z t))).
Proof.
  intros n z T a b tau X M lambda lines [j [inside rises]] bounded positive.
  destruct (cea_linear_growth n z T a b tau lines) as [K [K_nonneg near]].
  assert (size : 0 < rising n b).
  { apply Rlt_le_trans with (Rabs (relu (b j))).
    - apply Rlt_le_trans with (relu (b j)); [|apply Rle_abs].
      unfold relu. rewrite Rmax_right; lra.
    - apply (norm_component n (fun j => relu (b j)) j inside). }
  apply diverges_le with (fun t => - (M + lambda * K) + (lambda * rising n b) * t) (Rmax T 0).
  - intros t late. pose proof (Rmax_l T 0). pose proof (Rmax_r T 0).
    specialize (near t ltac:(lra) ltac:(lra)). specialize (bounded t ltac:(lra)).
    pose proof (Rle_abs (- (cea n tau (z t) - rising n b * t))). rewrite Rabs_Ropp in *.
    assert (lambda * (rising n b * t - K) <= lambda * cea n tau (z t))
      by (apply Rmult_le_compat_l; lra).
    lra.
  - apply diverges_line, Rmult_lt_0_compat; assumption.
Qed.

(** A score that grows like q t^2 towards in-distribution is never caught,
    whatever lambda. *)
Theorem cea_catches_overconfidence_quadratic : forall n z T a b tau X p r q lambda,
  activation_lines n z T a b -> (forall t, T <= t -> X t = p + r * t + q * (t * t)) ->
  0 < q -> 0 <= lambda ->
  diverges (fun t => X t - lambda * cea n tau (z t)).
Proof.
  intros n z T a b tau X p r q lambda lines score positive nonneg.
  destruct (cea_linear_growth n z T a b tau lines) as [K [K_nonneg near]].
  apply diverges_le with (fun t => q * (t * t) + (r - lambda * rising n b) * t + (p - lambda * K))
    (Rmax T 0); [|apply diverges_quadratic, positive].
  intros t late. pose proof (Rmax_l T 0). pose proof (Rmax_r T 0).
  specialize (near t ltac:(lra) ltac:(lra)). rewrite score by lra.
  pose proof (Rle_abs (cea n tau (z t) - rising n b * t)).
  assert (lambda * cea n tau (z t) <= lambda * (rising n b * t + K))
    by (apply Rmult_le_compat_l; lra).
  lra.
Qed.

(** Without rectified units even MSP escapes: z = - x, f = (- z, 0) saturates
    and g is 0 on the whole ray from 0. *)
Theorem cea_catches_overconfidence_unrectified : forall tau lambda, 0 <= tau ->
  let z := fun x : vec => fun _ : nat => - x 0%nat in
  let f := fun x : vec => fun c => if Nat.eqb c 0 then - z x 0%nat else 0 in
  let x := fun t => ray (fun _ => 0) (fun _ => 1) t in
  tends_to (fun t => softmax 2 (f (x t)) 0) 1
  /\ forall t, 0 <= t -> confidence 2 (f (x t)) - lambda * cea 1 tau (z (x t)) = confidence 2 (f (x t)).
Proof.
  intros tau lambda nonneg z f x. split.
  - apply tends_to_ext with
      (fun t => softmax 2 (line (fun _ => 0) (fun c => if Nat.eqb c 0 then 1 else 0) t) 0).
    + intros t. apply softmax_ext; [lia|]. intros c below. unfold line, f, z, x, ray.
      destruct (Nat.eqb c 0); ring.
    + assert (one : limit_probability 2 (fun _ => 0) (fun c => if Nat.eqb c 0 then 1 else 0) 0 = 1).
      { apply limit_probability_one_iff; [lia|]. split; [lia|]. intros c below distinct.
        assert (c = 1%nat) as -> by lia. cbn [Nat.eqb]. lra. }
      pose proof (regimes_limit_law 2 (fun _ => 0) (fun c => if Nat.eqb c 0 then 1 else 0) 0
        ltac:(lia)) as limit.
      rewrite one in limit. exact limit.
  - intros t forward.
    assert (none : cea 1 tau (z (x t)) = 0); [|rewrite none; ring].
    unfold cea, norm. cbn [sum_below].
    replace (relu (z (x t) 0%nat - tau)) with 0
      by (unfold z, x, ray, relu; rewrite Rmax_left; lra).
    rewrite Rmult_0_l, Rplus_0_l. apply sqrt_0.
Qed.
