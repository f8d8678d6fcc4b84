(** * Robust refutations: balls of networks

    The objection to a counterexample with exact ties is that ties have
    measure zero.  Here every network whose weights and biases, and every
    input, within a radius of the witness's is a counterexample. *)

From Farfield Require Import Basics Calculus Softmax Monotonic Tail Network Witnesses
  JacobianLimits Gradient Metrics MetricGradients MetricRefutations Certainty Penultimate Cea Interval.
Import ListNotations.

Open Scope R_scope.

(** Within r of the centre. *)
Definition near_to (r centre u : R) : Prop := Rabs (u - centre) <= r.

(** C rows of n weights and C biases, all within r of the given ones. *)
Definition layer_near (r : R) (C n : nat) (W0 : nat -> nat -> R) (b0 : vec)
    (W : nat -> nat -> R) (b : vec) : Prop :=
  forall c, (c < C)%nat ->
    near_to r (b0 c) (b c) /\ forall j, (j < n)%nat -> near_to r (W0 c j) (W c j).

Lemma near_to_bounds : forall r centre u, near_to r centre u -> centre - r <= u <= centre + r.
Proof.
  intros r centre u near. unfold near_to in near.
  pose proof (Rle_abs (u - centre)). pose proof (Rle_abs (- (u - centre))).
  rewrite Rabs_Ropp in *. lra.
Qed.

Lemma affine_softmax_partial : forall n W b C x c j, (c < C)%nat -> (j < n)%nat ->
  is_partial (fun y => softmax C (eval (Affine n W b) y) c) j x
    (softmax_grad C W (softmax C (affine_map n W b x)) c j).
Proof.
  intros n W b C x c j below inside.
  apply (softmax_partial C (affine_map n W b)); [exact below|].
  intros i _. apply affine_map_partial, inside.
Qed.

(** Two classes, one input: p is strictly monotonic if the weights differ. *)
Lemma two_class_affine_monotonic : forall W b, W 0%nat 0%nat <> W 1%nat 0%nat ->
  componentwise_strictly_monotonic everywhere 1 2 (fun y => softmax 2 (eval (Affine 1 W b) y)).
Proof.
  intros W b apart c below d inside. assert (d = 0%nat) as -> by lia.
  assert (derivative : forall y, is_partial (fun y => softmax 2 (eval (Affine 1 W b) y) c) 0 y
    (softmax_grad 2 W (softmax 2 (affine_map 1 W b y)) c 0%nat))
    by (intros y; apply affine_softmax_partial; [exact below|lia]).
  assert (sign : forall y, softmax_grad 2 W (softmax 2 (affine_map 1 W b y)) c 0%nat
    = softmax 2 (affine_map 1 W b y) 0%nat * softmax 2 (affine_map 1 W b y) 1%nat
      * (W c 0%nat - W (1 - c)%nat 0%nat)).
  { intros y. rewrite softmax_grad_differences by (apply softmax_sum_one; lia).
    cbn [sum_below]. two c below; simpl Nat.sub; ring. }
  assert (positive : forall y, 0 < softmax 2 (affine_map 1 W b y) 0%nat * softmax 2 (affine_map 1 W b y) 1%nat)
    by (intros y; apply Rmult_lt_0_compat; apply softmax_pos; lia).
  assert (distinct : W c 0%nat <> W (1 - c)%nat 0%nat)
    by (two c below; simpl Nat.sub; [exact apart | intros E; apply apart; symmetry; exact E]).
  destruct (Rlt_dec (W (1 - c)%nat 0%nat) (W c 0%nat)) as [more|less]; [left|right];
    intros y _; (eexists; split; [apply derivative|]); rewrite sign; specialize (positive y).
  - apply Rmult_lt_0_compat; lra.
  - assert (W c 0%nat - W (1 - c)%nat 0%nat < 0) by lra. nra.
Qed.

(** ** Claims perfect-certainty and single-dimension: two members that
    disagree, f = (x, 0) and (-x, 0) from x' = 1, radius 1/4 *)

Definition duel (W0 : nat -> nat -> R) (b0 : vec) (W1 : nat -> nat -> R) (b1 : vec)
    (m : nat) : network :=
  if Nat.eqb m 0 then Affine 1 W0 b0 else Affine 1 W1 b1.

(** Every such pair is strictly monotonic everywhere and saturates member by
    member, and yet its confidence tends to 1/2 and both entropies to ln 2,
    the largest value there is. *)
Theorem perfect_certainty_robust : forall W0 b0 W1 b1 x,
  layer_near (/ 4) 2 1 (rows [[1]; [0]]) (entries [0; 0]) W0 b0 ->
  layer_near (/ 4) 2 1 (rows [[-1]; [0]]) (entries [0; 0]) W1 b1 ->
  near_to (/ 4) 1 (x 0%nat) ->
  let net := duel W0 b0 W1 b1 in
  let p := fun alpha => predictions 2 (networks net) (scale x 0 alpha) in
  (forall m, (m < 2)%nat ->
     componentwise_strictly_monotonic everywhere 1 2 (fun y => softmax 2 (eval (net m) y))
     /\ unique_top 2 (tail_slope (net m) x (scaling_direction x 0)) m)
  /\ tends_to (fun alpha => msp 2 (mean 2 (p alpha))) (/ 2)
  /\ tends_to (fun alpha => predictive_entropy 2 2 (p alpha)) (ln (INR 2))
  /\ tends_to (fun alpha => mutual_information 2 2 (p alpha)) (ln (INR 2))
  /\ ~ reaches_certainty 2 2 p.
Proof.
  intros W0 b0 W1 b1 x near0 near1 near_x net p.
  assert (weights : 3 / 4 <= W0 0%nat 0%nat /\ W0 1%nat 0%nat <= / 4
    /\ W1 0%nat 0%nat <= - (3 / 4) /\ - / 4 <= W1 1%nat 0%nat).
  { destruct (near0 0%nat ltac:(lia)) as [_ w00]. destruct (near0 1%nat ltac:(lia)) as [_ w01].
    destruct (near1 0%nat ltac:(lia)) as [_ w10]. destruct (near1 1%nat ltac:(lia)) as [_ w11].
    specialize (w00 0%nat ltac:(lia)). specialize (w01 0%nat ltac:(lia)).
    specialize (w10 0%nat ltac:(lia)). specialize (w11 0%nat ltac:(lia)).
    apply near_to_bounds in w00, w01, w10, w11.
    unfold rows in w00, w01, w10, w11. cbn [nth] in w00, w01, w10, w11. lra. }
  apply near_to_bounds in near_x.
  assert (tops : forall m, (m < 2)%nat ->
    unique_top 2 (tail_slope (net m) x (scaling_direction x 0)) m).
  { intros m member. split; [exact member|]. intros c below distinct.
    two m member; two c below; try congruence; unfold net, duel; cbn [Nat.eqb];
      unfold tail_slope; cbn [push slope]; unfold affine_map; cbn [sum_below ray_germs slope];
      unfold scaling_direction; cbn [Nat.eqb]; nra. }
  assert (monotonic : forall m, (m < 2)%nat ->
    componentwise_strictly_monotonic everywhere 1 2 (fun y => softmax 2 (eval (net m) y))).
  { intros m member. unfold net, duel. two m member; cbn [Nat.eqb];
      apply two_class_affine_monotonic; lra. }
  destruct (vote_shares 2 2 (networks net) x (scaling_direction x 0)
    (fun m => tail_from (net m) x (scaling_direction x 0))
    (fun m => tail_intercept (net m) x (scaling_direction x 0))
    (fun m => tail_slope (net m) x (scaling_direction x 0)) (fun m => m) ltac:(lia) ltac:(lia)
    (fun m _ => network_has_lines (net m) 2 x _) tops) as [_ [M [_ [entropy_limit I]]]].
  assert (half : forall c, (c < 2)%nat -> vote_share 2 (fun m => m) c = / 2).
  { intros c below. unfold vote_share, mean, one_hot. cbn [sum_below].
    two c below; cbn [Nat.eqb]; simpl INR; lra. }
  assert (E : entropy 2 (vote_share 2 (fun m => m)) = ln (INR 2)).
  { apply (entropy_direction_repaired_uniform 2); [lia| |].
    - apply mean_distribution. split; [lia|]. intros m member.
      apply one_hot_distribution, member.
    - intros c below. rewrite (half c below). simpl INR. lra. }
  assert (E' : max0 2 (vote_share 2 (fun m => m)) = / 2).
  { cbn [max0]. rewrite !half by lia. rewrite (Rmax_right 0) by lra. apply Rmax_left. lra. }
  rewrite E in entropy_limit, I. rewrite E' in M.
  assert (M' := proj2 (tends_to_scaling
    (fun y => msp 2 (mean 2 (predictions 2 (networks net) y))) x 0 (/ 2)) M).
  split; [intros m member; split; [apply monotonic|apply tops]; exact member|].
  split; [exact M'|]. split; [|split].
  - exact (proj2 (tends_to_scaling
      (fun y => predictive_entropy 2 2 (predictions 2 (networks net) y)) x 0 _) entropy_limit).
  - exact (proj2 (tends_to_scaling
      (fun y => mutual_information 2 2 (predictions 2 (networks net) y)) x 0 _) I).
  - intros [one _]. pose proof (tends_to_unique _ _ _ one M'). lra.
Qed.

(** Monotonicity in one dimension is all there is here, so it does not
    suffice for ensembles: on an open set. *)
Theorem single_dimension_robust : forall W0 b0 W1 b1 x,
  layer_near (/ 4) 2 1 (rows [[1]; [0]]) (entries [0; 0]) W0 b0 ->
  layer_near (/ 4) 2 1 (rows [[-1]; [0]]) (entries [0; 0]) W1 b1 ->
  near_to (/ 4) 1 (x 0%nat) ->
  (forall m, (m < 2)%nat -> componentwise_strictly_monotonic everywhere 1 2
     (fun y => softmax 2 (eval (duel W0 b0 W1 b1 m) y)))
  /\ ~ reaches_certainty 2 2
       (fun alpha => predictions 2 (networks (duel W0 b0 W1 b1)) (scale x 0 alpha)).
Proof.
  intros W0 b0 W1 b1 x near0 near1 near_x.
  destruct (perfect_certainty_robust W0 b0 W1 b1 x near0 near1 near_x)
    as [members [_ [_ [_ uncertain]]]].
  split; [intros m member; apply members, member | exact uncertain].
Qed.

(** ** Claim monotone-on-polytopes (paper B, section 2) *)

(** "Networks are component-wise strictly monotonic on each of their
    polytopes": an affine network has one polytope, the whole space. *)
Definition monotone_on_polytopes_as_printed : Prop :=
  forall n C W b, (1 < C)%nat ->
    componentwise_strictly_monotonic everywhere n C (fun y => softmax C (eval (Affine n W b) y)).

(** Three classes, one input: a probability in the middle rises first and
    falls later. *)
Lemma middle_class_turns : forall W b, W 2%nat 0%nat < W 1%nat 0%nat < W 0%nat 0%nat ->
  ~ (increasing_in everywhere 0 (fun y => softmax 3 (eval (Affine 1 W b) y) 1)
     \/ decreasing_in everywhere 0 (fun y => softmax 3 (eval (Affine 1 W b) y) 1)).
Proof.
  intros W b [low high].
  set (f := eval (Affine 1 W b)).
  set (x := fun _ : nat => 0).
  assert (turn : forall v k, (k < 3)%nat -> k <> 1%nat -> unique_top 3 (tail_slope (Affine 1 W b) x v) k ->
    exists y, sum_below 3 (fun c => softmax 3 (f y) c * (W 1%nat 0%nat - W c 0%nat))
      * (W 1%nat 0%nat - W k 0%nat) > 0).
  { intros v k below distinct alone.
    assert (limit : tends_to (fun t => sum_below 3 (fun c =>
        softmax 3 (f (ray x v t)) c * (W 1%nat 0%nat - W c 0%nat)) * (W 1%nat 0%nat - W k 0%nat))
      ((W 1%nat 0%nat - W k 0%nat) * (W 1%nat 0%nat - W k 0%nat))).
    { apply (tends_to_mult (fun t => sum_below 3 (fun c =>
        softmax 3 (f (ray x v t)) c * (W 1%nat 0%nat - W c 0%nat)))
        (fun _ => W 1%nat 0%nat - W k 0%nat)); [|apply tends_to_const].
      replace (W 1%nat 0%nat - W k 0%nat)
        with (sum_below 3 (fun c => one_hot k c * (W 1%nat 0%nat - W c 0%nat))).
      - apply (tends_to_sum 3 (fun t c => softmax 3 (f (ray x v t)) c * (W 1%nat 0%nat - W c 0%nat))).
        intros c small. apply (tends_to_mult (fun t => softmax 3 (f (ray x v t)) c)
          (fun _ => W 1%nat 0%nat - W c 0%nat)); [|apply tends_to_const].
        rewrite <- (limit_probability_unique 3 (tail_intercept (Affine 1 W b) x v) _ k c alone small).
        exact (tail_limit_law f 3 x v _ _ _ c (network_has_lines (Affine 1 W b) 3 x v) small).
      - rewrite (sum_ext 3 _ (fun c => if Nat.eqb c k then W 1%nat 0%nat - W c 0%nat else 0)).
        + apply (sum_single 3 k (fun c => W 1%nat 0%nat - W c 0%nat)), below.
        + intros c _. unfold one_hot. destruct (Nat.eqb c k); ring. }
    destruct (tends_to_eventually_gt _ _ 0 limit) as [A far].
    - three k below; try congruence; nra.
    - exists (ray x v A). apply (far A). lra. }
  assert (slopes : forall s c, tail_slope (Affine 1 W b) x (fun _ => s) c = W c 0%nat * s).
  { intros s c. unfold tail_slope. cbn [push slope]. unfold affine_map.
    cbn [sum_below ray_germs slope]. ring. }
  destruct (turn (fun _ => 1) 0%nat) as [y y_sign]; [lia|lia| |].
  { split; [lia|]. intros c below distinct. rewrite !slopes. three c below; try congruence; lra. }
  destruct (turn (fun _ => -1) 2%nat) as [z z_sign]; [lia|lia| |].
  { split; [lia|]. intros c below distinct. rewrite !slopes. three c below; try congruence; lra. }
  assert (derivative : forall u, is_partial (fun y => softmax 3 (f y) 1) 0 u
    (softmax 3 (f u) 1 * sum_below 3 (fun c => softmax 3 (f u) c * (W 1%nat 0%nat - W c 0%nat)))).
  { intros u. rewrite <- (softmax_grad_differences 3 W (softmax 3 (f u)) 1 0)
      by (apply softmax_sum_one; lia).
    apply (affine_softmax_partial 1 W b 3 u 1 0); lia. }
  pose proof (softmax_pos 3 (f y) 1 ltac:(lia)). pose proof (softmax_pos 3 (f z) 1 ltac:(lia)).
  intros [up|down].
  - destruct (up y Logic.I) as [r [partial sign]].
    rewrite (is_partial_unique _ _ _ _ _ partial (derivative y)) in sign. nra.
  - destruct (down z Logic.I) as [r [partial sign]].
    rewrite (is_partial_unique _ _ _ _ _ partial (derivative z)) in sign. nra.
Qed.

(** f = (2x, x, 0), and every network with weights and biases within 1/4. *)
Theorem monotone_on_polytopes_robust : forall W b,
  layer_near (/ 4) 3 1 (rows [[2]; [1]; [0]]) (entries [0; 0; 0]) W b ->
  ~ componentwise_strictly_monotonic everywhere 1 3 (fun y => softmax 3 (eval (Affine 1 W b) y)).
Proof.
  intros W b near monotonic.
  destruct (near 0%nat ltac:(lia)) as [_ w0]. destruct (near 1%nat ltac:(lia)) as [_ w1].
  destruct (near 2%nat ltac:(lia)) as [_ w2].
  specialize (w0 0%nat ltac:(lia)). specialize (w1 0%nat ltac:(lia)).
  specialize (w2 0%nat ltac:(lia)). apply near_to_bounds in w0, w1, w2.
  unfold rows in w0, w1, w2. cbn [nth] in w0, w1, w2.
  apply (middle_class_turns W b); [lra|].
  exact (monotonic 1%nat ltac:(lia) 0%nat ltac:(lia)).
Qed.

Theorem monotone_on_polytopes_as_printed_false : ~ monotone_on_polytopes_as_printed.
Proof.
  intros claim. apply (monotone_on_polytopes_robust (rows [[2]; [1]; [0]]) (entries [0; 0; 0])).
  - intros c _. split; [|intros j _]; unfold near_to; match goal with |- Rabs ?u <= _ => replace u with 0 by ring end; rewrite Rabs_R0; lra.
  - apply claim. lia.
Qed.

(** For the logits themselves: f = (relu(-x), 0) is constant on the polytope
    x > 1, and so is every network with all weights and biases within 1/4. *)
Theorem monotone_on_polytopes_logits_robust : forall u s W b x y,
  near_to (/ 4) (-1) u -> near_to (/ 4) 0 s ->
  1 <= x 0%nat -> 1 <= y 0%nat ->
  let net := Compose (Affine 1 (fun _ _ => u) (fun _ => s)) (Compose (Relu 1) (Affine 1 W b)) in
  forall c, eval net x c = eval net y c.
Proof.
  intros u s W b x y near_u near_s x_far y_far net c.
  apply near_to_bounds in near_u, near_s.
  assert (dead : forall z : vec, 1 <= z 0%nat -> eval net z c = b c).
  { intros z far. unfold net, Relu. cbn [eval]. unfold affine_map at 1. cbn [sum_below Nat.ltb Nat.leb].
    rewrite relu_is_leaky. unfold affine_map. cbn [sum_below]. unfold relu.
    rewrite Rmax_left by nra. ring. }
  rewrite !dead by assumption. reflexivity.
Qed.

(** ** Claim cea-monotone: z = relu(10 - x) as x is scaled from 1 to 5,
    radius 1/8, for every threshold between 0 and 3 *)
Theorem cea_monotone_robust : forall w b x tau,
  near_to (/ 8) (-1) w -> near_to (/ 8) 10 b -> near_to (/ 8) 1 (x 0%nat) -> 0 < tau <= 3 ->
  let z alpha := eval (Compose (Affine 1 (fun _ _ => w) (fun _ => b)) (Relu 1)) (scale x 0 alpha) in
  cea 1 tau (z 5) < cea 1 tau (z 1).
Proof.
  intros w b x tau near_w near_b near_x tau_bounds z.
  apply near_to_bounds in near_w, near_b, near_x.
  assert (unit_value : forall alpha, 1 <= alpha <= 5 -> z alpha 0%nat = w * (alpha * x 0%nat) + b).
  { intros alpha range. unfold z, Relu. cbn [eval Nat.ltb Nat.leb]. rewrite relu_is_leaky.
    unfold affine_map. cbn [sum_below]. unfold scale, set_coord. cbn [Nat.eqb].
    unfold relu. rewrite Rmax_right; [ring|].
    assert (alpha * x 0%nat <= 5 * (1 + / 8)) by (apply Rmult_le_compat; lra).
    assert (0 <= alpha * x 0%nat) by (apply Rmult_le_pos; lra). nra. }
  assert (excess : forall alpha, 1 <= alpha <= 5 ->
    cea 1 tau (z alpha) = relu (w * (alpha * x 0%nat) + b - tau)).
  { intros alpha range. unfold cea, norm. cbn [sum_below]. rewrite unit_value by exact range.
    rewrite Rplus_0_l. apply sqrt_square, relu_nonneg. }
  rewrite !excess by lra. unfold relu.
  assert (0 < w * (1 * x 0%nat) + b - tau) by nra.
  rewrite (Rmax_right 0 (w * (1 * x 0%nat) + b - tau)) by lra.
  apply Rmax_lub_lt; nra.
Qed.

(** ** Claim monotone-logits, in the sense its proof argues: f_c moves in the
    same direction as p_c.  f = (x, 3x) and every network within 1/4: p_0
    falls everywhere while f_0 rises *)
Theorem monotone_logits_robust : forall W b,
  layer_near (/ 4) 2 1 (rows [[1]; [3]]) (entries [0; 0]) W b ->
  decreasing_in everywhere 0 (fun y => softmax 2 (eval (Affine 1 W b) y) 0)
  /\ increasing_in everywhere 0 (fun y => eval (Affine 1 W b) y 0%nat).
Proof.
  intros W b near.
  destruct (near 0%nat ltac:(lia)) as [_ w0]. destruct (near 1%nat ltac:(lia)) as [_ w1].
  specialize (w0 0%nat ltac:(lia)). specialize (w1 0%nat ltac:(lia)).
  apply near_to_bounds in w0, w1. unfold rows in w0, w1. cbn [nth] in w0, w1.
  split; intros y _.
  - eexists. split; [apply affine_softmax_partial; lia|].
    rewrite softmax_grad_differences by (apply softmax_sum_one; lia). cbn [sum_below].
    destruct (two_classes (affine_map 1 W b y)) as [p0 [p1 _]].
    set (q0 := softmax 2 (affine_map 1 W b y) 0) in *. set (q1 := softmax 2 (affine_map 1 W b y) 1) in *.
    assert (0 < q0 * q1) by (apply Rmult_lt_0_compat; assumption). nra.
  - exists (W 0%nat 0%nat). split; [apply (affine_map_partial 1 W b); lia | lra].
Qed.

(** ** Claim growth-rate: f = (x, 0) from x' = 1 and everything within 1/4:
    1 / (d s_0 / d f_1) - d f_1 / d x goes to minus infinity *)
Theorem growth_rate_robust : forall W b x,
  layer_near (/ 4) 2 1 (rows [[1]; [0]]) (entries [0; 0]) W b -> near_to (/ 4) 1 (x 0%nat) ->
  diverges (fun t => - (/ jacobian_entry 2 (eval (Affine 1 W b) (ray x (scaling_direction x 0) t)) 0 1
    - W 1%nat 0%nat)).
Proof.
  intros W b x near near_x. apply near_to_bounds in near_x.
  destruct (near 0%nat ltac:(lia)) as [_ w0]. destruct (near 1%nat ltac:(lia)) as [_ w1].
  specialize (w0 0%nat ltac:(lia)). specialize (w1 0%nat ltac:(lia)).
  apply near_to_bounds in w0, w1. unfold rows in w0, w1. cbn [nth] in w0, w1.
  set (v := scaling_direction x 0).
  assert (saturates : saturating 2 (tail_slope (Affine 1 W b) x v) 0 (/ 4)).
  { split; [lia|]. split; [lra|]. intros c below distinct. assert (c = 1%nat) as -> by lia.
    unfold tail_slope. cbn [push slope]. unfold affine_map. cbn [sum_below ray_germs slope].
    unfold v, scaling_direction. cbn [Nat.eqb]. nra. }
  destruct (inverse_derivative_grows (eval (Affine 1 W b)) 2 x v _ _ _ 0 (/ 4) ltac:(lia)
    (network_has_lines (Affine 1 W b) 2 x v) saturates) as [M [positive fast]].
  apply diverges_le with (fun t => (M - / 4) + (M * / 4) * t) (Rmax (tail_from (Affine 1 W b) x v) 0);
    [|apply diverges_line; apply Rmult_lt_0_compat; lra].
  intros t late. pose proof (Rmax_l (tail_from (Affine 1 W b) x v) 0).
  pose proof (Rmax_r (tail_from (Affine 1 W b) x v) 0).
  destruct (fast t 0%nat 1%nat ltac:(lra) ltac:(lra) ltac:(lia) ltac:(lia)) as [nonzero large].
  set (J := jacobian_entry 2 (eval (Affine 1 W b) (ray x v t)) 0 1) in *.
  assert (negative : J < 0).
  { unfold J, jacobian_entry. cbn [Nat.eqb].
    destruct (two_classes (eval (Affine 1 W b) (ray x v t))) as [p0 [p1 _]]. nra. }
  rewrite Rabs_left in large by exact negative.
  replace (/ - J) with (- / J) in large by (field; lra).
  pose proof (exp_ineq1_le (/ 4 * t)).
  assert (M * (1 + / 4 * t) <= M * exp (/ 4 * t)) by (apply Rmult_le_compat_l; lra). lra.
Qed.
