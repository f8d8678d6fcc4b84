(** * Gradients of the mean prediction under a random head
    (claims posterior-gradient and gaussian-head)

    Densities are integrated over an interval [-L, L]: the standard library
    has the Riemann integral of bounded intervals. *)

From Farfield Require Import Basics Calculus Softmax MetricGradients Tail Metrics Ceilings Posterior.
Import ListNotations.

Open Scope R_scope.

(** The derivative of the sigmoid. *)
Definition sigmoid_slope (r : R) : R := sigmoid r * (1 - sigmoid r).

Lemma sigmoid_slope_bounds : forall r, 0 <= sigmoid_slope r <= exp (- Rabs r).
Proof.
  intros r. pose proof (sigmoid_bounds r) as inside. unfold sigmoid_slope. split; [nra|].
  unfold sigmoid in *. pose proof (exp_pos (- r)) as e_pos. destruct (Rle_dec 0 r) as [up|down].
  - rewrite Rabs_pos_eq by exact up.
    replace (1 - / (1 + exp (- r))) with (exp (- r) * / (1 + exp (- r))) by (field; lra).
    set (s := / (1 + exp (- r))) in *. assert (s * s <= 1) by nra. nra.
  - rewrite Rabs_left1 by lra. rewrite Ropp_involutive.
    assert (/ (1 + exp (- r)) <= exp r).
    { replace (exp r) with (/ exp (- r)) by (rewrite <- exp_Ropp, Ropp_involutive; reflexivity).
      apply Rinv_le_contravar; lra. }
    nra.
Qed.

Lemma sigmoid_slope_le_one : forall r, sigmoid_slope r <= 1.
Proof. intros r. pose proof (sigmoid_bounds r). unfold sigmoid_slope. nra. Qed.

Lemma sigmoid_derivative : forall r, derivable_pt_lim sigmoid r (sigmoid_slope r).
Proof.
  intros r. unfold sigmoid_slope, sigmoid. pose proof (exp_pos (- r)) as e_pos.
  apply derivable_pt_lim_ext with (fun s => 1 / (1 + exp (- s))); [intros; unfold Rdiv; ring|].
  apply derivable_pt_lim_value with ((0 * (1 + exp (- r)) - (0 + exp (- r) * -1) * 1) / Rsqr (1 + exp (- r))).
  - unfold Rsqr. field. lra.
  - apply (derivable_pt_lim_div (fun _ => 1) (fun s => 1 + exp (- s))); [apply derivable_pt_lim_const| |lra].
    apply (derivable_pt_lim_plus (fun _ => 1) (fun s => exp (- s))); [apply derivable_pt_lim_const|].
    apply (derivable_pt_lim_exp_of (fun s => - s)).
    apply derivable_pt_lim_ext with (fun s => -1 * s); [intros; ring|]. apply derivable_pt_lim_linear.
Qed.

(** ** If draws are rarely slow, counted with their derivatives, it vanishes *)

(** V is the derivative of the slope's and intercept's line: the derivative
    of p_1 is sigmoid'(a + s t) V. *)
Definition rarely_slow_and_steep {Omega} (mu : expectation Omega) (a s V : Omega -> R) : Prop :=
  forall eta, 0 < eta -> exists delta A, 0 < delta
    /\ E mu (fun w => Rabs (V w) * indicator (slow delta A (a w) (s w))) <= eta.

Theorem posterior_gradient_vanishes : forall Omega (mu : expectation Omega) (a s V : Omega -> R),
  rarely_slow_and_steep mu a s V ->
  tends_to (fun t => E mu (fun w => sigmoid_slope (a w + s w * t) * V w)) 0.
Proof.
  intros Omega mu a s V rare eps positive.
  destruct (rare (eps / 2) ltac:(lra)) as [delta [A [steep few]]].
  set (size := E mu (fun w => Rabs (V w))).
  assert (fade : tends_to (fun t => size * exp (A + - delta * t)) 0).
  { rewrite <- (Rmult_0_r size). apply tends_to_scal, tends_to_exp_neg. lra. }
  destruct (fade (eps / 2) ltac:(lra)) as [B small].
  exists (Rmax 0 B). intros t late. pose proof (Rmax_l 0 B). pose proof (Rmax_r 0 B).
  specialize (small t ltac:(lra)). rewrite Rminus_0_r in *.
  set (r := exp (A + - delta * t)) in *. assert (0 < r) by apply exp_pos.
  assert (each : forall w, Rabs (sigmoid_slope (a w + s w * t) * V w - 0)
    <= 1 * (Rabs (V w) * indicator (slow delta A (a w) (s w))) + r * Rabs (V w)).
  { intros w. rewrite Rminus_0_r, Rabs_mult.
    destruct (sigmoid_slope_bounds (a w + s w * t)) as [low high].
    pose proof (sigmoid_slope_le_one (a w + s w * t)). pose proof (Rabs_pos (V w)).
    rewrite (Rabs_pos_eq (sigmoid_slope (a w + s w * t))) by exact low. unfold slow.
    destruct (Rle_dec (Rabs (s w)) delta) as [level|fast]; [simpl; nra|].
    destruct (Rle_dec (Rabs (a w)) A) as [near|far]; [|simpl; nra].
    simpl indicator. rewrite Rmult_0_r, Rmult_0_r, Rplus_0_l.
    apply Rmult_le_compat_r; [assumption|]. apply Rle_trans with (1 := high). apply exp_le.
    assert (Rabs (s w * t) <= Rabs (a w + s w * t) + Rabs (a w)).
    { replace (s w * t) with (a w + s w * t + - a w) at 1 by ring.
      apply Rle_trans with (1 := Rabs_triang _ _). rewrite Rabs_Ropp. lra. }
    rewrite Rabs_mult, (Rabs_pos_eq t) in * by lra.
    assert (delta * t <= Rabs (s w) * t) by (apply Rmult_le_compat_r; lra). lra. }
  pose proof (E_difference Omega mu _ _ _ each) as bound.
  rewrite (E_const Omega mu 0), Rminus_0_r, (E_linear mu) in bound. fold size in bound.
  apply Rle_lt_trans with (1 := bound). pose proof (Rle_abs (size * r)). lra.
Qed.

(** ** Integrals of the sigmoid along a density *)

Section Density.

Variables (a L : R) (h : R -> R).
Hypothesis positive : 0 < L.
Hypothesis continuous : forall s, continuity_pt h s.

Lemma sigmoid_line_derivative : forall t s, t <> 0 ->
  derivable_pt_lim (fun s => / t * sigmoid (a + s * t)) s (sigmoid_slope (a + s * t)).
Proof.
  intros t s nonzero.
  apply derivable_pt_lim_value with (/ t * (sigmoid_slope (a + s * t) * t)); [field; exact nonzero|].
  apply (derivable_pt_lim_scal (fun s => sigmoid (a + s * t))).
  apply (derivable_pt_lim_comp (fun s => a + s * t) sigmoid); [|apply sigmoid_derivative].
  apply derivable_pt_lim_ext with (fun s => a + t * s); [intros; ring|]. apply derivable_pt_lim_line.
Qed.

Lemma sigmoid_slope_continuous : forall t s, continuity_pt (fun s => sigmoid_slope (a + s * t)) s.
Proof.
  intros t s. apply (continuity_pt_comp (fun s => a + s * t) sigmoid_slope).
  - apply derivable_continuous_pt. exists t.
    apply derivable_pt_lim_ext with (fun s => a + t * s); [intros; ring|]. apply derivable_pt_lim_line.
  - assert (sigmoid_continuous : continuity_pt sigmoid (a + s * t)).
    { apply derivable_continuous_pt. exists (sigmoid_slope (a + s * t)). apply sigmoid_derivative. }
    apply (continuity_pt_mult sigmoid (fun r => 1 - sigmoid r)); [exact sigmoid_continuous|].
    apply (continuity_pt_minus (fun _ => 1) sigmoid); [|exact sigmoid_continuous].
    apply continuity_pt_const. intros u w. reflexivity.
Qed.

(** The integral of a continuous derivative. *)
Lemma integral_of_derivative : forall (F f : R -> R) lo hi (pr : Riemann_integrable f lo hi), lo <= hi ->
  (forall s, derivable_pt_lim F s (f s)) -> (forall s, continuity_pt f s) -> RiemannInt pr = F hi - F lo.
Proof.
  intros F f lo hi pr order derives f_continuous.
  set (diff := fun s => exist (fun l => derivable_pt_abs F s l) (f s) (derives s) : derivable_pt F s).
  assert (same : forall s, derive F diff s = f s) by (intros s; reflexivity).
  assert (smooth : continuity (derive F diff)).
  { intros s. apply (continuity_pt_locally_ext f _ 1 s Rlt_0_1); [intros; symmetry; apply same|apply f_continuous]. }
  set (C1 := mkC1 smooth).
  assert (pr' : Riemann_integrable (derive C1 (diff0 C1)) lo hi).
  { apply continuity_implies_RiemannInt; [exact order|]. intros s _. apply smooth. }
  transitivity (RiemannInt pr'); [|exact (FTC_Riemann C1 pr')].
  apply RiemannInt_P18; [exact order|]. intros s _. reflexivity.
Qed.

(** The density is bounded on the interval. *)
Lemma density_bounded : exists M, 0 <= M /\ forall s, - L <= s <= L -> Rabs (h s) <= M.
Proof.
  destruct (continuity_ab_maj (fun s => Rabs (h s)) (- L) L ltac:(lra)) as [top [largest _]].
  - intros s _. apply (continuity_pt_comp h Rabs); [apply continuous|apply Rcontinuity_abs].
  - exists (Rabs (h top)). split; [apply Rabs_pos|]. exact largest.
Qed.

Lemma square_under_exp : forall y, 0 <= y -> y * y * exp (- y) <= 4.
Proof.
  intros y nonneg. pose proof (exp_pos (- y)) as e_pos.
  assert (half : 1 + y / 2 <= exp (y / 2)).
  { destruct nonneg as [some|<-].
    - apply Rlt_le, exp_ineq1. lra.
    - replace (0 / 2) with 0 by field. rewrite exp_0. lra. }
  assert (whole : exp y = exp (y / 2) * exp (y / 2)) by (rewrite <- exp_plus; f_equal; field).
  assert (y * y <= 4 * exp y) by (rewrite whole; nra).
  apply Rle_trans with (4 * exp y * exp (- y)); [apply Rmult_le_compat_r; lra|].
  rewrite Rmult_assoc, <- exp_plus, Rplus_opp_r, exp_0. lra.
Qed.

Lemma slope_times_square : forall t s, 0 < t -> sigmoid_slope (a + s * t) * (s * s) <= 4 * exp (Rabs a) * (/ t * / t).
Proof.
  intros t s late. destruct (sigmoid_slope_bounds (a + s * t)) as [low high].
  assert (away : - Rabs (a + s * t) <= Rabs a + - (Rabs s * t)).
  { assert (Rabs (s * t) <= Rabs (a + s * t) + Rabs a).
    { replace (s * t) with (a + s * t + - a) at 1 by ring.
      apply Rle_trans with (1 := Rabs_triang _ _). rewrite Rabs_Ropp. lra. }
    rewrite Rabs_mult, (Rabs_pos_eq t) in * by lra. lra. }
  apply exp_le in away. rewrite exp_plus in away. set (y := Rabs s * t) in *.
  assert (y_nonneg : 0 <= y) by (apply Rmult_le_pos; [apply Rabs_pos|lra]).
  pose proof (square_under_exp y y_nonneg) as small. pose proof (exp_pos (Rabs a)).
  assert (inverse : 0 < / t) by (apply Rinv_0_lt_compat; lra).
  assert (square : s * s = y * y * (/ t * / t)).
  { unfold y. replace (Rabs s * t * (Rabs s * t) * (/ t * / t)) with (Rabs s * Rabs s) by (field; lra).
    rewrite <- Rabs_mult, Rabs_pos_eq; [reflexivity|apply Rle_0_sqr]. }
  rewrite square.
  apply Rle_trans with (exp (Rabs a) * exp (- y) * (y * y * (/ t * / t))).
  - apply Rmult_le_compat_r; [|lra]. apply Rmult_le_pos; [nra|]. nra.
  - replace (exp (Rabs a) * exp (- y) * (y * y * (/ t * / t)))
      with (y * y * exp (- y) * (exp (Rabs a) * (/ t * / t))) by ring.
    replace (4 * exp (Rabs a) * (/ t * / t)) with (4 * (exp (Rabs a) * (/ t * / t))) by ring.
    apply Rmult_le_compat_r; [|exact small]. apply Rmult_le_pos; [lra|nra].
Qed.

(** With h(s) the density of the slope s times the mean of the derivative V
    given s: t times the integral of sigmoid'(a + s t) h(s) tends to h(0), that
    is q(0) E[V | s = 0].  So the gradient vanishes like 1/t, and no faster
    where h(0) is not 0. *)
Theorem posterior_gradient_as_printed :
  forall pr : forall t, Riemann_integrable (fun s => sigmoid_slope (a + s * t) * h s) (- L) L,
  tends_to (fun t => t * RiemannInt (pr t)) (h 0).
Proof.
  intros pr. destruct density_bounded as [M [M_nonneg bounded]].
  set (mass := fun t => sigmoid (a + L * t) - sigmoid (a + - L * t)).
  assert (mass_limit : tends_to mass 1).
  { unfold mass. replace 1 with (1 - 0) by ring.
    assert (down : tends_to (fun t => sigmoid (a + - L * t)) 0).
    { apply tends_to_squeeze_0 with (fun t => exp (a + - L * t)) 0; [|apply tends_to_exp_neg; lra].
      intros t _. pose proof (sigmoid_bounds (a + - L * t)). rewrite Rabs_pos_eq by lra.
      unfold sigmoid. rewrite <- (Rinv_inv (exp (a + - L * t))), <- exp_Ropp.
      pose proof (exp_pos (- (a + - L * t))). apply Rinv_le_contravar; lra. }
    assert (up : tends_to (fun t => sigmoid (a + L * t)) 1).
    { apply tends_to_of_gap. apply tends_to_squeeze_0 with (fun t => exp (- a + - L * t)) 0;
        [|apply tends_to_exp_neg; lra].
      intros t _. pose proof (sigmoid_bounds (a + L * t)). rewrite Rabs_left1 by lra.
      unfold sigmoid. replace (- a + - L * t) with (- (a + L * t)) by ring.
      pose proof (exp_pos (- (a + L * t))).
      replace (- (/ (1 + exp (- (a + L * t))) - 1))
        with (exp (- (a + L * t)) * / (1 + exp (- (a + L * t)))) by (field; lra).
      rewrite <- (Rmult_1_r (exp (- (a + L * t)))) at 3.
      apply Rmult_le_compat_l; [lra|]. rewrite <- Rinv_1. apply Rinv_le_contravar; lra. }
    apply tends_to_minus; assumption. }
  assert (mass_range : forall t, 0 <= t -> 0 <= mass t <= 1).
  { intros t forward. unfold mass. pose proof (sigmoid_bounds (a + L * t)).
    pose proof (sigmoid_bounds (a + - L * t)).
    assert (sigmoid (a + - L * t) <= sigmoid (a + L * t)) by (apply sigmoid_le; nra). lra. }
  apply tends_to_of_gap. intros eps eps_pos.
  set (e := eps / 4). assert (e_pos : 0 < e) by (unfold e; lra).
  assert (near_0 : exists delta, 0 < delta /\ forall s, Rabs s < delta -> Rabs (h s - h 0) <= e).
  { destruct (continuous 0 e e_pos) as [delta [delta_pos close]]. exists delta. split; [exact delta_pos|].
    intros s small. destruct (Req_dec s 0) as [->|other].
    - rewrite Rminus_diag_eq, Rabs_R0 by reflexivity. lra.
    - apply Rlt_le. apply (close s). split; [split; [exact I|auto]|].
      unfold dist. simpl. unfold R_dist. rewrite Rminus_0_r. exact small. }
  destruct near_0 as [delta [delta_pos close]].
  set (K := 2 * M / (delta * delta)). assert (square_pos : 0 < delta * delta) by nra.
  assert (K_nonneg : 0 <= K) by (unfold K; apply Rmult_le_pos; [lra|apply Rlt_le, Rinv_0_lt_compat; lra]).
  assert (spread : forall s, - L <= s <= L -> Rabs (h s - h 0) <= e + K * (s * s)).
  { intros s inside. destruct (Rlt_dec (Rabs s) delta) as [small|large].
    - specialize (close s small). assert (0 <= K * (s * s)) by (apply Rmult_le_pos; nra). lra.
    - pose proof (bounded s inside). pose proof (bounded 0 ltac:(lra)).
      assert (Rabs (h s - h 0) <= 2 * M).
      { unfold Rminus. apply Rle_trans with (1 := Rabs_triang _ _). rewrite Rabs_Ropp. lra. }
      assert (delta * delta <= s * s).
      { assert (delta <= Rabs s) by lra. rewrite <- (Rabs_pos_eq (s * s)) by apply Rle_0_sqr.
        rewrite Rabs_mult. nra. }
      assert (2 * M <= K * (s * s)); [|lra].
      unfold K. apply Rle_trans with (2 * M / (delta * delta) * (delta * delta)).
      + right. field. lra.
      + apply Rmult_le_compat_l; [exact K_nonneg|assumption]. }
  set (B := K * (4 * exp (Rabs a))).
  assert (B_nonneg : 0 <= B) by (unfold B; pose proof (exp_pos (Rabs a)); nra).
  destruct (tends_to_scal (h 0) mass 1 mass_limit e e_pos) as [T1 mass_near].
  destruct (tends_to_scal (2 * L * B) _ 0 tends_to_inverse e e_pos) as [T2 rest_near].
  exists (Rmax 1 (Rmax T1 T2)). intros t late.
  pose proof (Rmax_l 1 (Rmax T1 T2)). pose proof (Rmax_r 1 (Rmax T1 T2)).
  pose proof (Rmax_l T1 T2). pose proof (Rmax_r T1 T2).
  specialize (mass_near t ltac:(lra)). specialize (rest_near t ltac:(lra)).
  assert (inverse : 0 < / t) by (apply Rinv_0_lt_compat; lra).
  set (g := fun s => sigmoid_slope (a + s * t)).
  assert (g_continuous : forall s, continuity_pt g s) by (intros; apply sigmoid_slope_continuous).
  assert (g_integrable : Riemann_integrable g (- L) L)
    by (apply continuity_implies_RiemannInt; [lra|intros; apply g_continuous]).
  assert (g_mass : RiemannInt g_integrable = / t * mass t).
  { rewrite (integral_of_derivative (fun s => / t * sigmoid (a + s * t)) g (- L) L g_integrable);
      [unfold mass; ring|lra| |exact g_continuous].
    intros s. apply sigmoid_line_derivative. lra. }
  set (c := B * (/ t * / t)).
  assert (bounds : forall s, - L < s < L ->
    - c + (h 0 - e) * g s <= g s * h s <= c + (h 0 + e) * g s).
  { intros s inside. specialize (spread s ltac:(lra)). pose proof (slope_times_square t s ltac:(lra)) as tail.
    fold (g s) in tail. assert (0 <= g s) by apply sigmoid_slope_bounds.
    assert (tail' : g s * (K * (s * s)) <= c).
    { unfold c, B. replace (g s * (K * (s * s))) with (K * (g s * (s * s))) by ring.
      rewrite (Rmult_assoc K). apply Rmult_le_compat_l; assumption. }
    assert (product : g s * Rabs (h s - h 0) <= g s * e + c).
    { apply Rle_trans with (g s * (e + K * (s * s))); [apply Rmult_le_compat_l; assumption|]. lra. }
    pose proof (Rle_abs (h s - h 0)). pose proof (Rle_abs (- (h s - h 0))). rewrite Rabs_Ropp in *.
    split; nra. }
  assert (const_integrable : forall r, Riemann_integrable (fct_cte r) (- L) L).
  { intros r. apply continuity_implies_RiemannInt; [lra|]. intros s _. apply continuity_pt_const.
    intros u w. reflexivity. }
  assert (upper_integrable : Riemann_integrable (fun s => fct_cte c s + (h 0 + e) * g s) (- L) L)
    by (apply RiemannInt_P10; [apply const_integrable|exact g_integrable]).
  assert (lower_integrable : Riemann_integrable (fun s => fct_cte (- c) s + (h 0 - e) * g s) (- L) L)
    by (apply RiemannInt_P10; [apply const_integrable|exact g_integrable]).
  assert (upper : RiemannInt (pr t) <= c * (2 * L) + (h 0 + e) * (/ t * mass t)).
  { apply Rle_trans with (RiemannInt upper_integrable).
    - apply RiemannInt_P19; [lra|]. intros s inside. apply bounds, inside.
    - rewrite (RiemannInt_P13 (const_integrable c) g_integrable upper_integrable), RiemannInt_P15, g_mass.
      right. ring. }
  assert (lower : - c * (2 * L) + (h 0 - e) * (/ t * mass t) <= RiemannInt (pr t)).
  { apply Rle_trans with (RiemannInt lower_integrable).
    - rewrite (RiemannInt_P13 (const_integrable (- c)) g_integrable lower_integrable), RiemannInt_P15, g_mass.
      right. ring.
    - apply RiemannInt_P19; [lra|]. intros s inside. apply bounds, inside. }
  apply (Rmult_le_compat_l t) in upper; [|lra]. apply (Rmult_le_compat_l t) in lower; [|lra].
  assert (t_c : t * (c * (2 * L)) = 2 * L * B * / t) by (unfold c; field; lra).
  assert (t_mass : forall r, t * (r * (/ t * mass t)) = r * mass t) by (intros; field; lra).
  rewrite Rmult_plus_distr_l, t_mass in upper. rewrite Rmult_plus_distr_l, t_mass in lower.
  replace (t * (- c * (2 * L))) with (- (t * (c * (2 * L)))) in lower by ring. rewrite t_c in *.
  specialize (mass_range t ltac:(lra)).
  apply Rabs_def2 in mass_near. apply Rabs_def2 in rest_near. rewrite Rminus_0_r, Rmult_1_r in *.
  assert (e * mass t <= e) by nra. assert (0 <= e * mass t) by nra.
  apply Rabs_def1; unfold e in *; lra.
Qed.

(** ** The mean prediction itself *)

Lemma exponential_integral : forall q lo hi (pr : Riemann_integrable (fun s => exp (q * s)) lo hi),
  lo <= hi -> q <> 0 -> RiemannInt pr = / q * (exp (q * hi) - exp (q * lo)).
Proof.
  intros q lo hi pr order nonzero.
  rewrite (integral_of_derivative (fun s => / q * exp (q * s)) (fun s => exp (q * s)) lo hi pr order); [ring| |].
  - intros s. apply derivable_pt_lim_value with (/ q * (exp (q * s) * q)); [field; exact nonzero|].
    apply (derivable_pt_lim_scal (fun s => exp (q * s))).
    apply (derivable_pt_lim_exp_of (fun s => q * s)), derivable_pt_lim_linear.
  - intros s. apply derivable_continuous_pt. exists (exp (q * s) * q).
    apply (derivable_pt_lim_exp_of (fun s => q * s)), derivable_pt_lim_linear.
Qed.

Lemma sigmoid_continuous_along : forall t s, continuity_pt (fun s => sigmoid (a + s * t)) s.
Proof.
  intros t s. apply (continuity_pt_comp (fun s => a + s * t) sigmoid).
  - apply derivable_continuous_pt. exists t.
    apply derivable_pt_lim_ext with (fun s => a + t * s); [intros; ring|]. apply derivable_pt_lim_line.
  - apply derivable_continuous_pt. exists (sigmoid_slope (a + s * t)). apply sigmoid_derivative.
Qed.

Lemma sigmoid_below : forall r, sigmoid r <= exp r.
Proof.
  intros r. unfold sigmoid. replace (exp r) with (/ exp (- r)) by (rewrite <- exp_Ropp, Ropp_involutive; reflexivity).
  pose proof (exp_pos (- r)). apply Rinv_le_contravar; lra.
Qed.

Lemma sigmoid_rest : forall r, 1 - sigmoid r <= exp (- r).
Proof.
  intros r. unfold sigmoid. pose proof (exp_pos (- r)).
  replace (1 - / (1 + exp (- r))) with (exp (- r) * / (1 + exp (- r))) by (field; lra).
  rewrite <- (Rmult_1_r (exp (- r))) at 3. apply Rmult_le_compat_l; [lra|].
  rewrite <- Rinv_1. apply Rinv_le_contravar; lra.
Qed.

(** A slope with density h on [-L, L]: the mean prediction tends to the mass
    of the positive slopes. *)
Theorem gaussian_head_density :
  forall (pr : forall t, Riemann_integrable (fun s => sigmoid (a + s * t) * h s) (- L) L)
    (pr0 : Riemann_integrable h 0 L),
  tends_to (fun t => RiemannInt (pr t)) (RiemannInt pr0).
Proof.
  intros pr pr0. destruct density_bounded as [M [M_nonneg bounded]].
  set (B := M * exp (Rabs a)). assert (B_nonneg : 0 <= B) by (unfold B; pose proof (exp_pos (Rabs a)); nra).
  apply tends_to_of_gap. apply tends_to_squeeze_0 with (fun t => 2 * B * / t) 1.
  2:{ rewrite <- (Rmult_0_r (2 * B)). apply tends_to_scal, tends_to_inverse. }
  intros t late. assert (inverse : 0 < / t) by (apply Rinv_0_lt_compat; lra).
  set (g := fun s => sigmoid (a + s * t) * h s).
  assert (g_continuous : forall s, continuity_pt g s).
  { intros s. apply (continuity_pt_mult (fun s => sigmoid (a + s * t)) h);
      [apply sigmoid_continuous_along|apply continuous]. }
  assert (exp_continuous : forall q s, continuity_pt (fun s => exp (q * s)) s).
  { intros q s. apply derivable_continuous_pt. exists (exp (q * s) * q).
    apply (derivable_pt_lim_exp_of (fun s => q * s)), derivable_pt_lim_linear. }
  assert (left_integrable : Riemann_integrable g (- L) 0)
    by (apply continuity_implies_RiemannInt; [lra|intros; apply g_continuous]).
  assert (right_integrable : Riemann_integrable g 0 L)
    by (apply continuity_implies_RiemannInt; [lra|intros; apply g_continuous]).
  assert (zero_integrable : Riemann_integrable (fct_cte 0) (- L) 0).
  { apply continuity_implies_RiemannInt; [lra|]. intros s _. apply continuity_pt_const. intros u w. reflexivity. }
  assert (rise : Riemann_integrable (fun s => exp (t * s)) (- L) 0)
    by (apply continuity_implies_RiemannInt; [lra|intros; apply exp_continuous]).
  assert (fall : Riemann_integrable (fun s => exp (- t * s)) 0 L)
    by (apply continuity_implies_RiemannInt; [lra|intros; apply exp_continuous]).
  assert (rise_small : RiemannInt rise <= / t).
  { rewrite exponential_integral by lra. pose proof (exp_pos (t * - L)). rewrite Rmult_0_r, exp_0.
    rewrite <- (Rmult_1_r (/ t)) at 2. apply Rmult_le_compat_l; lra. }
  assert (fall_small : RiemannInt fall <= / t).
  { rewrite exponential_integral by lra. pose proof (exp_pos (- t * L)). rewrite Rmult_0_r, exp_0.
    replace (/ - t * (exp (- t * L) - 1)) with (/ t * (1 - exp (- t * L))) by (field; lra).
    rewrite <- (Rmult_1_r (/ t)) at 2. apply Rmult_le_compat_l; lra. }
  pose proof (Rle_abs a). pose proof (Rle_abs (- a)). rewrite Rabs_Ropp in *.
  assert (left_bounds : forall s, - L < s < 0 ->
    fct_cte 0 s + - B * exp (t * s) <= g s <= fct_cte 0 s + B * exp (t * s)).
  { intros s inside. pose proof (bounded s ltac:(lra)) as size. pose proof (sigmoid_bounds (a + s * t)).
    assert (small : sigmoid (a + s * t) <= exp (Rabs a) * exp (t * s)).
    { apply Rle_trans with (1 := sigmoid_below (a + s * t)). rewrite <- exp_plus. apply exp_le. lra. }
    assert (product : Rabs (g s) <= B * exp (t * s)).
    { unfold g, B. rewrite Rabs_mult, (Rabs_pos_eq (sigmoid (a + s * t))) by lra.
      replace (M * exp (Rabs a) * exp (t * s)) with (exp (Rabs a) * exp (t * s) * M) by ring.
      apply Rmult_le_compat; [lra|apply Rabs_pos|exact small|exact size]. }
    unfold fct_cte. pose proof (Rle_abs (g s)). pose proof (Rle_abs (- g s)). rewrite Rabs_Ropp in *. lra. }
  assert (right_bounds : forall s, 0 < s < L ->
    h s + - B * exp (- t * s) <= g s <= h s + B * exp (- t * s)).
  { intros s inside. pose proof (bounded s ltac:(lra)) as size. pose proof (sigmoid_bounds (a + s * t)).
    assert (small : 1 - sigmoid (a + s * t) <= exp (Rabs a) * exp (- t * s)).
    { apply Rle_trans with (1 := sigmoid_rest (a + s * t)). rewrite <- exp_plus. apply exp_le. lra. }
    assert (product : Rabs (h s - g s) <= B * exp (- t * s)).
    { replace (h s - g s) with ((1 - sigmoid (a + s * t)) * h s) by (unfold g; ring).
      unfold B. rewrite Rabs_mult, (Rabs_pos_eq (1 - sigmoid (a + s * t))) by lra.
      replace (M * exp (Rabs a) * exp (- t * s)) with (exp (Rabs a) * exp (- t * s) * M) by ring.
      apply Rmult_le_compat; [lra|apply Rabs_pos|exact small|exact size]. }
    pose proof (Rle_abs (h s - g s)). pose proof (Rle_abs (- (h s - g s))). rewrite Rabs_Ropp in *. lra. }
  assert (left_part : - (B * / t) <= RiemannInt left_integrable <= B * / t).
  { assert (up := RiemannInt_P10 B zero_integrable rise). assert (down := RiemannInt_P10 (- B) zero_integrable rise).
    split.
    - apply Rle_trans with (RiemannInt down).
      + rewrite (RiemannInt_P13 zero_integrable rise down), RiemannInt_P15. nra.
      + apply RiemannInt_P19; [lra|]. intros s inside. apply left_bounds, inside.
    - apply Rle_trans with (RiemannInt up).
      + apply RiemannInt_P19; [lra|]. intros s inside. apply left_bounds, inside.
      + rewrite (RiemannInt_P13 zero_integrable rise up), RiemannInt_P15. nra. }
  assert (right_part : RiemannInt pr0 - B * / t <= RiemannInt right_integrable <= RiemannInt pr0 + B * / t).
  { assert (up := RiemannInt_P10 B pr0 fall). assert (down := RiemannInt_P10 (- B) pr0 fall).
    split.
    - apply Rle_trans with (RiemannInt down).
      + rewrite (RiemannInt_P13 pr0 fall down). nra.
      + apply RiemannInt_P19; [lra|]. intros s inside. apply right_bounds, inside.
    - apply Rle_trans with (RiemannInt up).
      + apply RiemannInt_P19; [lra|]. intros s inside. apply right_bounds, inside.
      + rewrite (RiemannInt_P13 pr0 fall up). nra. }
  rewrite <- (RiemannInt_P26 left_integrable right_integrable (pr t)). apply Rabs_le. lra.
Qed.

End Density.

(** The bell of a Gaussian, up to its constant. *)
Definition bell (m sigma s : R) : R := exp (- ((s - m) * (s - m) / (2 * (sigma * sigma)))).

Lemma bell_continuous : forall m sigma s, continuity_pt (bell m sigma) s.
Proof.
  intros m sigma s. set (w := / (2 * (sigma * sigma))).
  apply derivable_continuous_pt. exists (bell m sigma s * - (w * (2 * (s - m) * 1))). unfold bell.
  apply (derivable_pt_lim_exp_of (fun s => - ((s - m) * (s - m) / (2 * (sigma * sigma))))).
  apply derivable_pt_lim_ext with (fun s => - (w * ((s - m) * (s - m)))); [intros; unfold w, Rdiv; ring|].
  apply (derivable_pt_lim_opp (fun s => w * ((s - m) * (s - m)))), derivable_pt_lim_times.
  apply (derivable_pt_lim_square (fun s => s - m)).
  apply derivable_pt_lim_ext with (fun s => - m + 1 * s); [intros; ring|]. apply derivable_pt_lim_line.
Qed.

(** A Gaussian slope cut off at -L and L: the mean prediction tends to the
    share of the bell right of 0, strictly between 0 and 1.  (As L grows that
    is Phi(m / sigma); the library has no integral over the whole line.) *)
Theorem gaussian_head_truncated : forall a m sigma L
    (pr : forall t, Riemann_integrable (fun s => sigmoid (a + s * t) * bell m sigma s) (- L) L)
    (whole : Riemann_integrable (bell m sigma) (- L) L) (right : Riemann_integrable (bell m sigma) 0 L),
  0 < L -> sigma <> 0 ->
  tends_to (fun t => RiemannInt (pr t) / RiemannInt whole) (RiemannInt right / RiemannInt whole)
  /\ 0 < RiemannInt right / RiemannInt whole < 1.
Proof.
  intros a m sigma L pr whole right positive spread.
  set (low := exp (- ((L + Rabs m) * (L + Rabs m) / (2 * (sigma * sigma))))).
  assert (low_pos : 0 < low) by apply exp_pos.
  assert (square_pos : 0 < sigma * sigma) by nra.
  assert (above : forall s, - L < s < L -> low <= bell m sigma s).
  { intros s inside. unfold low, bell. apply exp_le, Ropp_le_contravar. unfold Rdiv.
    apply Rmult_le_compat_r; [apply Rlt_le, Rinv_0_lt_compat; lra|].
    pose proof (Rabs_pos m). assert (size : Rabs (s - m) <= L + Rabs m).
    { unfold Rminus. apply Rle_trans with (1 := Rabs_triang _ _). rewrite Rabs_Ropp.
      assert (Rabs s <= L) by (apply Rabs_le; lra). lra. }
    rewrite <- (Rabs_pos_eq ((s - m) * (s - m))) by apply Rle_0_sqr. rewrite Rabs_mult.
    apply Rmult_le_compat; try apply Rabs_pos; exact size. }
  assert (const_integrable : forall lo hi, lo <= hi -> Riemann_integrable (fct_cte low) lo hi).
  { intros lo hi order. apply continuity_implies_RiemannInt; [exact order|]. intros s _.
    apply continuity_pt_const. intros u w. reflexivity. }
  assert (left : Riemann_integrable (bell m sigma) (- L) 0)
    by (apply continuity_implies_RiemannInt; [lra|intros; apply bell_continuous]).
  assert (right_pos : 0 < RiemannInt right).
  { apply Rlt_le_trans with (RiemannInt (const_integrable 0 L ltac:(lra))); [rewrite RiemannInt_P15; nra|].
    apply RiemannInt_P19; [lra|]. intros s inside. apply above. lra. }
  assert (left_pos : 0 < RiemannInt left).
  { apply Rlt_le_trans with (RiemannInt (const_integrable (- L) 0 ltac:(lra))); [rewrite RiemannInt_P15; nra|].
    apply RiemannInt_P19; [lra|]. intros s inside. apply above. lra. }
  pose proof (RiemannInt_P26 left right whole) as total.
  assert (limit := gaussian_head_density a L (bell m sigma) positive (bell_continuous m sigma) pr right).
  split.
  - unfold Rdiv. apply tends_to_mult; [exact limit|apply tends_to_const].
  - split; [apply Rdiv_lt_0_compat; lra|]. apply (Rmult_lt_reg_r (RiemannInt whole)); [lra|].
    replace (RiemannInt right / RiemannInt whole * RiemannInt whole) with (RiemannInt right) by (field; lra). lra.
Qed.
