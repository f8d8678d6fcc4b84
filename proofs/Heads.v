(** * Heads and rays: almost every head saturates, every decision settles

    The last layer reads activations z(t) = a + t delta.  Where delta is not
    0, the heads whose tail does not saturate lie on finitely many
    hyperplanes (claims almost-every-head, one-hot-column, decision-settles,
    single-dimension). *)

From Farfield Require Import Basics Calculus Softmax Monotonic Tail Network Witnesses
  Gradient Metrics MetricGradients MetricRefutations Certainty Penultimate Cea Interval.
Import ListNotations.

Open Scope R_scope.

(** ** Claim almost-every-head *)

(** The slopes of the logits: W delta. *)
Definition head_slope (n : nat) (W : nat -> nat -> R) (delta : vec) : vec :=
  affine_map n W (fun _ => 0) delta.

(** W lies on none of the hyperplanes (w_c - w_c') . delta = 0. *)
Definition off_hyperplanes (C n : nat) (W : nat -> nat -> R) (delta : vec) : Prop :=
  forall c c', (c < C)%nat -> (c' < C)%nat -> c <> c' ->
    sum_below n (fun j => (W c j - W c' j) * delta j) <> 0.

Definition some_unit_moves (n : nat) (delta : vec) : Prop :=
  exists j, (j < n)%nat /\ delta j <> 0.

Lemma head_slope_difference : forall n W delta c c',
  head_slope n W delta c - head_slope n W delta c'
  = sum_below n (fun j => (W c j - W c' j) * delta j).
Proof.
  intros n W delta c c'. unfold head_slope, affine_map.
  rewrite (sum_ext n (fun j => (W c j - W c' j) * delta j)
    (fun j => W c j * delta j - W c' j * delta j)) by (intros; ring).
  rewrite sum_minus. ring.
Qed.

Lemma head_lines : forall n W beta z T a delta t c,
  activation_lines n z T a delta -> T <= t ->
  affine_map n W beta (z t) c
  = line (affine_map n W beta a) (head_slope n W delta) t c.
Proof.
  intros n W beta z T a delta t c lines late. unfold head_slope, line, affine_map.
  rewrite (sum_ext n (fun j => W c j * z t j)
    (fun j => W c j * a j + (W c j * delta j) * t)).
  - rewrite sum_plus, sum_scal_r. ring.
  - intros j below. rewrite lines by assumption. unfold line. ring.
Qed.

Lemma off_hyperplanes_unique_top : forall C n W delta, (0 < C)%nat ->
  off_hyperplanes C n W delta -> exists k, unique_top C (head_slope n W delta) k.
Proof.
  intros C n W delta classes off.
  destruct (is_top_exists C (head_slope n W delta) classes) as [k top].
  exists k. destruct (unique_top_or_rival _ _ _ top) as [alone|[l [distinct tie]]];
    [exact alone|exfalso].
  apply (off k l (proj1 top) (proj1 tie) (not_eq_sym distinct)).
  rewrite <- head_slope_difference.
  pose proof (proj2 top l (proj1 tie)). pose proof (proj2 tie k (proj1 top)). lra.
Qed.

(** If no unit moves, every head has a flat tail.  If one does, every head off
    the hyperplanes saturates. *)
Theorem almost_every_head : forall body n C x v, (0 < C)%nat ->
  let delta := tail_slope body x v in
  let net W beta := Compose body (Affine n W beta) in
  ((forall j, (j < n)%nat -> delta j = 0) ->
     forall W beta, flat C (tail_slope (net W beta) x v))
  /\ (forall W beta, off_hyperplanes C n W delta ->
        exists k, unique_top C (tail_slope (net W beta) x v) k
        /\ forall c, (c < C)%nat ->
             tends_to (fun t => softmax C (eval (net W beta) (ray x v t)) c) (one_hot k c)).
Proof.
  intros body n C x v classes delta net. split.
  - intros still W beta.
    assert (zero : forall c, tail_slope (net W beta) x v c = 0).
    { intros c. change (head_slope n W delta c = 0). unfold head_slope, affine_map.
      rewrite (sum_ext n _ (fun _ => 0)), sum_zero; [ring|].
      intros j below. rewrite (still j below). ring. }
    intros c c' _ _. rewrite !zero. reflexivity.
  - intros W beta off.
    destruct (off_hyperplanes_unique_top C n W delta classes off) as [k alone].
    change (head_slope n W delta) with (tail_slope (net W beta) x v) in alone.
    exists k. split; [exact alone|]. intros c below.
    rewrite <- (limit_probability_unique C (tail_intercept (net W beta) x v) _ k c alone below).
    exact (tail_limit_law (eval (net W beta)) C x v _ _ _ c
             (network_has_lines (net W beta) C x v) below).
Qed.

(** What "almost every" means, without measure: along a line through any head
    all but finitely many points lie off the hyperplanes ... *)
Theorem almost_every_head_on_lines : forall C n W delta,
  some_unit_moves n delta ->
  exists exceptions : list R, forall s, ~ In s exceptions ->
    off_hyperplanes C n (fun c j => W c j + s * (INR c * delta j)) delta.
Proof.
  intros C n W delta [i [inside moves]].
  set (square := sum_below n (fun j => delta j * delta j)).
  assert (positive : 0 < square).
  { apply Rlt_le_trans with (delta i * delta i); [nra|].
    apply (sum_term_le n (fun j => delta j * delta j)); [exact inside|].
    intros. apply Rle_0_sqr. }
  set (root := fun c c' => - sum_below n (fun j => (W c j - W c' j) * delta j)
    / ((INR c - INR c') * square)).
  exists (flat_map (fun c => map (root c) (seq 0 C)) (seq 0 C)).
  intros s absent c c' below below' distinct zero. apply absent.
  apply in_flat_map. exists c. split; [apply in_seq; lia|].
  assert (apart : INR c - INR c' <> 0).
  { intros same. apply distinct, INR_eq. lra. }
  replace s with (root c c'); [apply in_map, in_seq; lia|].
  rewrite (sum_ext n _ (fun j => (W c j - W c' j) * delta j
    + s * (INR c - INR c') * (delta j * delta j))) in zero by (intros; ring).
  rewrite sum_plus, sum_scal in zero. fold square in zero. unfold root.
  apply (Rmult_eq_reg_r ((INR c - INR c') * square));
    [|apply Rmult_integral_contrapositive; lra].
  unfold Rdiv. rewrite Rmult_assoc, Rinv_l, Rmult_1_r
    by (apply Rmult_integral_contrapositive; lra). lra.
Qed.

Lemma outside_list : forall (l : list R) e, 0 < e -> exists s, 0 < s < e /\ ~ In s l.
Proof.
  induction l as [|r l avoid]; intros e positive.
  - exists (e / 2). split; [lra|intros []].
  - destruct (Rlt_dec 0 r) as [above|below].
    + destruct (avoid (Rmin e r)) as [s [between absent]];
        [apply Rmin_glb_lt; assumption|].
      pose proof (Rmin_l e r). pose proof (Rmin_r e r).
      exists s. split; [lra|]. intros [same|member]; [lra|contradiction].
    + destruct (avoid e positive) as [s [between absent]].
      exists s. split; [exact between|]. intros [same|member]; [lra|contradiction].
Qed.

(** ... so such a head lies as near as one likes to any head. *)
Theorem almost_every_head_dense : forall C n W delta eps,
  some_unit_moves n delta -> 0 < eps ->
  exists W', off_hyperplanes C n W' delta
    /\ forall c j, (c < C)%nat -> (j < n)%nat -> Rabs (W' c j - W c j) <= eps.
Proof.
  intros C n W delta eps moves positive.
  destruct (almost_every_head_on_lines C n W delta moves) as [exceptions off].
  destruct (finite_bound n delta) as [M [M_nonneg M_bound]].
  destruct (outside_list exceptions (eps / (INR C * M + 1))) as [s [between absent]].
  { pose proof (pos_INR C). apply Rdiv_lt_0_compat; [exact positive|nra]. }
  exists (fun c j => W c j + s * (INR c * delta j)). split; [apply off, absent|].
  intros c j below inside.
  replace (W c j + s * (INR c * delta j) - W c j) with (s * (INR c * delta j)) by ring.
  rewrite !Rabs_mult, (Rabs_pos_eq s), (Rabs_pos_eq (INR c)) by (lra || apply pos_INR).
  pose proof (M_bound j inside). pose proof (pos_INR c). pose proof (pos_INR C).
  pose proof (Rabs_pos (delta j)).
  assert (INR c <= INR C) by (apply le_INR; lia).
  assert (product : INR c * Rabs (delta j) <= INR C * M)
    by (apply Rmult_le_compat; lra).
  assert (small : s * (INR C * M + 1) < eps).
  { apply Rlt_le_trans with (eps / (INR C * M + 1) * (INR C * M + 1)).
    - apply Rmult_lt_compat_r; [nra|lra].
    - right. field. nra. }
  assert (0 <= INR c * Rabs (delta j)) by (apply Rmult_le_pos; lra). nra.
Qed.

(** ** Derivatives along a ray that moves one coordinate *)

Lemma coordinate_ray : forall x d s t t',
  ray x (coordinate_direction d s) t'
  = set_coord (ray x (coordinate_direction d s) t) d (x d + s * t').
Proof.
  intros x d s t t'. apply functional_extensionality. intros i.
  unfold ray, coordinate_direction, set_coord.
  destruct (Nat.eqb_spec i d) as [->|]; ring.
Qed.

Lemma partial_along_ray : forall (g : vec -> R) x d s t r,
  is_partial g d (ray x (coordinate_direction d s) t) r ->
  derivable_pt_lim (fun t => g (ray x (coordinate_direction d s) t)) t (r * s).
Proof.
  intros g x d s t r partial.
  apply derivable_pt_lim_ext with
    (fun t' => (fun u => g (set_coord (ray x (coordinate_direction d s) t) d u)) (x d + s * t'));
    [intros t'; cbv beta; rewrite <- coordinate_ray; reflexivity|].
  apply (derivable_pt_lim_comp (fun t' => x d + s * t')
    (fun u => g (set_coord (ray x (coordinate_direction d s) t) d u))).
  - apply derivable_pt_lim_line.
  - replace (x d + s * t) with (ray x (coordinate_direction d s) t d); [exact partial|].
    unfold ray, coordinate_direction. rewrite Nat.eqb_refl. ring.
Qed.

(** The derivative of a class probability along its tail. *)
Lemma tail_derivative : forall f C x v T a b t c,
  has_lines f C x v T a b -> T < t -> (c < C)%nat ->
  let p := softmax C (f (ray x v t)) in
  derivable_pt_lim (fun t => softmax C (f (ray x v t)) c) t
    (p c * (b c - sum_below C (fun k => p k * b k))).
Proof.
  intros f C x v T a b t c lines late below p.
  assert (same : forall k, (k < C)%nat -> p k = softmax C (line a b t) k)
    by (intros; apply softmax_on_tail with T; [exact lines | lra | assumption]).
  rewrite (same c below), (sum_ext C _ (fun k => softmax C (line a b t) k * b k))
    by (intros k inside; rewrite (same k inside); reflexivity).
  apply derivable_pt_lim_near with (fun t => softmax C (line a b t) c) (t - T); [lra| |].
  - intros s near. apply Rabs_def2 in near. symmetry.
    apply softmax_on_tail with T; [exact lines | lra | exact below].
  - apply (softmax_derivative_along C (line a b) b t c below).
    intros k _. apply derivable_pt_lim_line.
Qed.

Lemma scaling_is_coordinate : forall x d, scaling_direction x d = coordinate_direction d (x d).
Proof. reflexivity. Qed.

(** A strictly monotonic probability on a ray that moves one coordinate alone:
    some penultimate unit moves.  Boundary tails are included. *)
Theorem almost_every_head_monotonic : forall body n W beta C (I : vec -> Prop) x d s c t,
  let v := coordinate_direction d s in
  let p y := softmax C (eval (Compose body (Affine n W beta)) y) c in
  s <> 0 -> (c < C)%nat -> tail_from body x v < t -> I (ray x v t) ->
  increasing_in I d p \/ decreasing_in I d p ->
  some_unit_moves n (tail_slope body x v).
Proof.
  intros body n W beta C I x d s c t v p moving below late inside monotonic.
  set (net := Compose body (Affine n W beta)).
  destruct (Classical_Prop.classic (some_unit_moves n (tail_slope body x v))) as [|still];
    [assumption|exfalso].
  assert (zero : forall c, tail_slope net x v c = 0).
  { intros k. change (head_slope n W (tail_slope body x v) k = 0).
    unfold head_slope, affine_map.
    rewrite (sum_ext n _ (fun _ => 0)), sum_zero; [ring|]. intros j small.
    destruct (Req_dec (tail_slope body x v j) 0) as [->|nonzero]; [ring|].
    exfalso. apply still. exists j. split; assumption. }
  assert (from_body : tail_from net x v = Rmax (tail_from body x v) 0) by reflexivity.
  assert (start : tail_from net x v < t).
  { rewrite from_body, Rmax_left; [exact late|]. apply from_nonneg. }
  pose proof (tail_derivative (eval net) C x v _ _ _ t c
    (network_has_lines net C x v) start below) as D. cbv beta zeta in D.
  rewrite zero, (sum_ext C _ (fun _ => 0)), sum_zero in D by (intros; rewrite zero; ring).
  assert (nonzero : exists r, r <> 0 /\ is_partial p d (ray x v t) r).
  { destruct monotonic as [up|down];
      [destruct (up _ inside) as [r [partial sign]] | destruct (down _ inside) as [r [partial sign]]];
      exists r; split; try lra; exact partial. }
  destruct nonzero as [r [r_nonzero partial]].
  apply partial_along_ray in partial.
  assert (E := derivable_pt_lim_unique _ _ _ _ partial D).
  replace (softmax C (eval net (ray x v t)) c * (0 - 0)) with 0 in E by ring.
  apply Rmult_integral in E. tauto.
Qed.

(** ** Claim decision-settles *)

Definition line_germ (a b : vec) (c : nat) : germ := mk_germ (a c) (b c).

(** The last crossing of two of the lines. *)
Definition settled_from (C : nat) (a b : vec) : R :=
  max0 C (fun c => max0 C (fun c' =>
    crossing (germ_minus (line_germ a b c) (line_germ a b c')))).

Lemma order_settles : forall C a b t t' c c',
  settled_from C a b < t -> settled_from C a b < t' -> (c < C)%nat -> (c' < C)%nat ->
  line a b t c <= line a b t c' -> line a b t' c <= line a b t' c'.
Proof.
  intros C a b t t' c c' late late' below below' order.
  set (g := germ_minus (line_germ a b c) (line_germ a b c')).
  assert (bound : crossing g <= settled_from C a b).
  { apply Rle_trans with (2 := max0_ge C (fun c => max0 C (fun c' =>
      crossing (germ_minus (line_germ a b c) (line_germ a b c')))) c below).
    apply (max0_ge C (fun c' => crossing (germ_minus (line_germ a b c) (line_germ a b c')))), below'. }
  assert (difference : forall s, value g s = line a b s c - line a b s c')
    by (intros s; unfold g; rewrite value_minus; reflexivity).
  destruct (Req_dec (intercept g) 0) as [a_zero|a_nonzero].
  - destruct (Req_dec (slope g) 0) as [b_zero|b_nonzero].
    + assert (value g t' = 0) by (unfold value; rewrite a_zero, b_zero; ring).
      rewrite difference in *. lra.
    + pose proof (positive_strict g t ltac:(lra) (or_intror b_nonzero)) as sign.
      pose proof (positive_strict g t' ltac:(lra) (or_intror b_nonzero)) as sign'.
      rewrite !difference in *. destruct (germ_positive g); lra.
  - pose proof (positive_strict g t ltac:(lra) (or_introl a_nonzero)) as sign.
    pose proof (positive_strict g t' ltac:(lra) (or_introl a_nonzero)) as sign'.
    rewrite !difference in *. destruct (germ_positive g); lra.
Qed.

(** On every ray the classes of largest logit are the same for all
    t beyond the tail's start and the last crossing of two logits. *)
Theorem decision_settles_as_printed : forall f C x v T a b,
  has_lines f C x v T a b ->
  forall t t' k, T <= t -> T <= t' -> settled_from C a b < t -> settled_from C a b < t' ->
    (is_top C (f (ray x v t)) k <-> is_top C (f (ray x v t')) k).
Proof.
  intros f C x v T a b lines.
  assert (half : forall t t' k, T <= t -> T <= t' ->
    settled_from C a b < t -> settled_from C a b < t' ->
    is_top C (f (ray x v t)) k -> is_top C (f (ray x v t')) k).
  { intros t t' k late late' settled settled' [below largest]. split; [exact below|].
    intros c inside. specialize (largest c inside).
    rewrite !lines in * by assumption.
    exact (order_settles C a b t t' c k settled settled' inside below largest). }
  intros t t' k; split; apply half; assumption.
Qed.

(** ... and they are the classes of largest slope with the largest intercept
    among those. *)
Theorem decision_settles_classes : forall f C x v T a b, has_lines f C x v T a b ->
  exists A, forall t k, A <= t ->
    (is_top C (f (ray x v t)) k
     <-> is_top C b k /\ forall c, (c < C)%nat -> b c = b k -> a c <= a k).
Proof.
  intros f C x v T a b lines.
  assert (pairs : exists A, forall t, A <= t -> forall k, (k < C)%nat -> forall c, (c < C)%nat ->
    (line a b t c <= line a b t k <-> b c < b k \/ (b c = b k /\ a c <= a k))).
  { apply (eventually_all C (fun k t => forall c, (c < C)%nat ->
      (line a b t c <= line a b t k <-> b c < b k \/ (b c = b k /\ a c <= a k)))). intros k k_below.
    apply (eventually_all C (fun c t =>
      (line a b t c <= line a b t k <-> b c < b k \/ (b c = b k /\ a c <= a k)))). intros c below.
    unfold line. destruct (Rlt_dec (b c) (b k)) as [slower|not_slower].
    - destruct (diverges_line (a k - a c) (b k - b c) ltac:(lra) 0) as [A ahead]. exists A.
      intros t late. specialize (ahead t late). cbv beta in ahead. split; [intros; left; exact slower|lra].
    - destruct (Rlt_dec (b k) (b c)) as [faster|not_faster].
      + destruct (diverges_line (a c - a k) (b c - b k) ltac:(lra) 1) as [A ahead]. exists A.
        intros t late. specialize (ahead t late). cbv beta in ahead. split; [lra|]. intros [|[]]; lra.
      + exists 0. intros t _. assert (b c = b k) as -> by lra. split; [intros; right; split; lra|].
        intros [|[]]; lra. }
  destruct pairs as [A pairs]. exists (Rmax A T). intros t k late.
  pose proof (Rmax_l A T). pose proof (Rmax_r A T).
  assert (value : forall c, (c < C)%nat -> f (ray x v t) c = line a b t c)
    by (intros c below; apply lines; [lra|exact below]).
  split.
  - intros [below largest].
    assert (each : forall c, (c < C)%nat -> b c < b k \/ (b c = b k /\ a c <= a k)).
    { intros c inside. apply (pairs t ltac:(lra) k below c inside).
      rewrite <- !value by assumption. apply largest, inside. }
    split; [split; [exact below|]|]; intros c inside; destruct (each c inside) as [|[]]; lra.
  - intros [[below largest] ahead]. split; [exact below|]. intros c inside. rewrite !value by assumption.
    apply (pairs t ltac:(lra) k below c inside). specialize (largest c inside). specialize (ahead c inside).
    destruct (Rlt_dec (b c) (b k)) as [|level]; [left; assumption|right].
    assert (b c = b k) by lra. split; [assumption|apply ahead; assumption].
Qed.

(** For every network, with the abscissa that the germ recursion reports. *)
Theorem decision_settles_network : forall net C x v, exists A,
  A = Rmax (tail_from net x v) (settled_from C (tail_intercept net x v) (tail_slope net x v))
  /\ forall t t' k, A < t -> A < t' ->
       (is_top C (eval net (ray x v t)) k <-> is_top C (eval net (ray x v t')) k).
Proof.
  intros net C x v. eexists. split; [reflexivity|]. intros t t' k late late'.
  pose proof (Rmax_l (tail_from net x v) (settled_from C (tail_intercept net x v) (tail_slope net x v))).
  pose proof (Rmax_r (tail_from net x v) (settled_from C (tail_intercept net x v) (tail_slope net x v))).
  apply (decision_settles_as_printed (eval net) C x v _ _ _ (network_has_lines net C x v)); lra.
Qed.

(** ** Claim one-hot-column *)

Lemma coordinate_slope : forall f C D x d s T a b V c,
  has_tail f C D x (coordinate_direction d s) T a b V -> (d < D)%nat -> (c < C)%nat -> b c = s * V c d.
Proof.
  intros f C D x d s T a b V c [lines derives] inside below.
  set (v := coordinate_direction d s) in *. set (t0 := T + 1).
  assert (moved : forall t, ray x v t = set_coord (ray x v t0) d (x d + s * t)).
  { intros t. apply functional_extensionality. intros i.
    unfold ray, v, coordinate_direction, set_coord. destruct (Nat.eqb_spec i d) as [->|]; ring. }
  assert (along : derivable_pt_lim (fun t => f (ray x v t) c) t0 (V c d * s)).
  { apply derivable_pt_lim_ext with
      (fun t => (fun r => f (set_coord (ray x v t0) d r) c) (x d + s * t));
      [intros t; cbv beta; rewrite <- moved; reflexivity|].
    apply (derivable_pt_lim_comp (fun t => x d + s * t) (fun r => f (set_coord (ray x v t0) d r) c)).
    - apply derivable_pt_lim_line.
    - replace (x d + s * t0) with (ray x v t0 d).
      + apply derives; [unfold t0; lra | exact below | exact inside].
      + unfold ray, v, coordinate_direction. rewrite Nat.eqb_refl. ring. }
  assert (line_derives : derivable_pt_lim (fun t => f (ray x v t) c) t0 (b c)).
  { apply derivable_pt_lim_near with (fun t => a c + b c * t) 1; [lra| |apply derivable_pt_lim_line].
    intros r near. apply Rabs_def2 in near. unfold t0 in near. symmetry. apply lines; [lra|exact below]. }
  rewrite (derivable_pt_lim_unique _ _ _ _ line_derives along). ring.
Qed.

(** If column d of the Jacobian has a unique largest entry (smallest where x_d
    falls), moving x_d alone makes p one-hot. *)
Theorem one_hot_column_as_printed : forall f C D x d s T a b V k,
  has_tail f C D x (coordinate_direction d s) T a b V -> (d < D)%nat -> (k < C)%nat ->
  (0 < s /\ forall c, (c < C)%nat -> c <> k -> V c d < V k d)
  \/ (s < 0 /\ forall c, (c < C)%nat -> c <> k -> V k d < V c d) ->
  forall c, (c < C)%nat ->
    tends_to (fun t => softmax C (f (ray x (coordinate_direction d s) t)) c) (one_hot k c).
Proof.
  intros f C D x d s T a b V k tail inside below extreme c small.
  assert (slope_of : forall m, (m < C)%nat -> b m = s * V m d)
    by (intros; apply (coordinate_slope f C D x d s T a b V); assumption).
  assert (alone : unique_top C b k).
  { split; [exact below|]. intros m m_below distinct. rewrite !slope_of by assumption.
    destruct extreme as [[sign column]|[sign column]]; specialize (column m m_below distinct); nra. }
  rewrite <- (limit_probability_unique C a b k c alone small).
  exact (tail_limit_law f C x _ T a b c (proj1 tail) small).
Qed.

(** ** Claim single-dimension *)

(** Two classes, one network: monotonicity in the scaled coordinate alone,
    at one point of the tail, suffices for perfect certainty. *)
Theorem single_dimension_two_classes : forall (I : vec -> Prop) f x d T a b c t,
  let v := scaling_direction x d in
  has_lines f 2 x v T a b -> x d <> 0 -> (c < 2)%nat -> T < t -> I (ray x v t) ->
  increasing_in I d (fun y => softmax 2 (f y) c) \/ decreasing_in I d (fun y => softmax 2 (f y) c) ->
  reaches_certainty 1 2 (fun t => predictions 2 (fun _ => f) (ray x v t)).
Proof.
  intros I f x d T a b c t v lines moving below late inside monotonic.
  assert (apart : b 0%nat <> b 1%nat).
  { intros same.
    pose proof (tail_derivative f 2 x v T a b t c lines late below) as D. cbv beta zeta in D.
    set (p := softmax 2 (f (ray x v t))) in *.
    assert (total := softmax_sum_one 2 (f (ray x v t)) ltac:(lia)).
    fold p in total. cbn [sum_below] in total, D.
    assert (level : b c = b 1%nat) by (two c below; [exact same|reflexivity]).
    rewrite level, same in D.
    replace (p c * (b 1%nat - (0 + p 0%nat * b 1%nat + p 1%nat * b 1%nat))) with 0 in D
      by (replace (p 0%nat) with (1 - p 1%nat) by lra; ring).
    assert (nonzero : exists r, r <> 0 /\ is_partial (fun y => softmax 2 (f y) c) d (ray x v t) r).
    { destruct monotonic as [up|down];
        [destruct (up _ inside) as [r [partial sign]] | destruct (down _ inside) as [r [partial sign]]];
        exists r; split; try lra; exact partial. }
    destruct nonzero as [r [r_nonzero partial]].
    unfold v in partial, D. rewrite scaling_is_coordinate in partial, D.
    apply partial_along_ray in partial.
    assert (E := derivable_pt_lim_unique _ _ _ _ partial D).
    apply Rmult_integral in E. tauto. }
  assert (alone : exists k, unique_top 2 b k).
  { destruct (Rlt_dec (b 1%nat) (b 0%nat)).
    - exists 0%nat. split; [lia|]. intros m m_below distinct.
      assert (m = 1%nat) as -> by lia. assumption.
    - exists 1%nat. split; [lia|]. intros m m_below distinct.
      assert (m = 0%nat) as -> by lia. lra. }
  destruct alone as [k alone].
  exact (perfect_certainty_repaired 1 2 (fun _ => f) x v (fun _ => T) (fun _ => a) (fun _ => b) k
    ltac:(lia) (fun _ _ => lines) (fun _ _ => alone)).
Qed.

(** Several networks of two classes: each is certain in the end, and all four
    metrics are perfect exactly if all have one top class. *)
Theorem single_dimension_ensemble : forall K (I : vec -> Prop) (f : nat -> vec -> vec) x d T a b (c : nat -> nat) t,
  let v := scaling_direction x d in
  (0 < K)%nat -> x d <> 0 ->
  (forall m, (m < K)%nat -> has_lines (f m) 2 x v (T m) (a m) (b m) /\ (c m < 2)%nat /\ T m < t m
    /\ I (ray x v (t m))
    /\ (increasing_in I d (fun y => softmax 2 (f m y) (c m))
        \/ decreasing_in I d (fun y => softmax 2 (f m y) (c m)))) ->
  (forall m, (m < K)%nat -> b m 0%nat <> b m 1%nat)
  /\ (reaches_certainty K 2 (fun t => predictions 2 f (ray x v t))
      <-> exists k, forall m, (m < K)%nat -> unique_top 2 (b m) k).
Proof.
  intros K I f x d T a b c t v members moving each.
  assert (lines : forall m, (m < K)%nat -> has_lines (f m) 2 x v (T m) (a m) (b m))
    by (intros m member; apply each, member).
  split.
  - intros m member same. destruct (each m member) as [lines_m [below [late [inside monotonic]]]].
    pose proof (single_dimension_two_classes I (f m) x d (T m) (a m) (b m) (c m) (t m)
      lines_m moving below late inside monotonic) as certain.
    destruct (proj1 (perfect_certainty_criterion 1 2 (fun _ => f m) x v (fun _ => T m) (fun _ => a m)
      (fun _ => b m) ltac:(lia) ltac:(lia) (fun _ _ => lines_m)) (proj1 certain)) as [k alone].
    destruct (alone 0%nat ltac:(lia)) as [k_below largest].
    destruct k as [|[|k]]; [pose proof (largest 1%nat ltac:(lia) ltac:(lia)); lra| |lia].
    pose proof (largest 0%nat ltac:(lia) ltac:(lia)). lra.
  - split.
    + intros certain. apply (perfect_certainty_criterion K 2 f x v T a b members ltac:(lia) lines), certain.
    + intros [k alone]. apply (perfect_certainty_repaired K 2 f x v T a b k members lines alone).
Qed.

(** "Monotonic in one dimension suffices", for ReLU networks of any number of
    classes, monotonic in coordinate d everywhere. *)
Definition single_dimension_as_printed : Prop :=
  forall (net : network) C D x d,
    (d < D)%nat -> x d <> 0 ->
    (forall c, (c < C)%nat ->
       increasing_in everywhere d (fun y => softmax C (eval net y) c)
       \/ decreasing_in everywhere d (fun y => softmax C (eval net y) c)) ->
    reaches_certainty 1 C (fun alpha => predictions C (networks (fun _ => net)) (scale x d alpha)).

Definition level_weights : nat -> nat -> R := rows [[1]; [1]; [0]].
Definition level_net : network := through_relu 1 level_weights (fun _ => 0).

(** f(x) = (x, x, 0) is monotonic and ends at (1/2, 1/2, 0). *)
Theorem single_dimension_as_printed_false : ~ single_dimension_as_printed.
Proof.
  intros claim.
  destruct (claim level_net 3%nat 1%nat (fun _ => 1) 0%nat ltac:(lia) ltac:(lra)) as [M _].
  - intros c below. three c below; [left|left|right]; sign_of_partial level_weights
      (fun y => three_classes (affine_map 1 level_weights (fun _ => 0) y)).
  - assert (R := proj1 (tends_to_scaling
      (fun y => msp 3 (mean 1 (predictions 3 (networks (fun _ => level_net)) y))) (fun _ => 1) 0 1) M).
    clear M. rename R into M.
    apply (perfect_certainty_criterion 1 3 (networks (fun _ => level_net)) (fun _ => 1) _
      (fun _ => tail_from level_net (fun _ => 1) (scaling_direction (fun _ => 1) 0))
      (fun _ => tail_intercept level_net (fun _ => 1) (scaling_direction (fun _ => 1) 0))
      (fun _ => tail_slope level_net (fun _ => 1) (scaling_direction (fun _ => 1) 0)))
      in M; [|lia|lia|intros m _; apply network_has_lines].
    destruct M as [k alone]. specialize (alone 0%nat ltac:(lia)).
    set (b := tail_slope level_net (fun _ => 1) (scaling_direction (fun _ => 1) 0)) in *.
    assert (slopes : b 0%nat = 1 /\ b 1%nat = 1 /\ b 2%nat = 0).
    { unfold b, level_net. rewrite !through_relu_slope. unfold affine_map. cbn [sum_below].
      unfold level_weights, rows, scaling_direction. cbn [nth Nat.eqb]. repeat split; ring. }
    destruct slopes as [b0 [b1 b2]]. destruct alone as [below largest].
    three k below; [specialize (largest 1%nat ltac:(lia) ltac:(lia))
      | specialize (largest 0%nat ltac:(lia) ltac:(lia))
      | specialize (largest 0%nat ltac:(lia) ltac:(lia))]; lra.
Qed.
