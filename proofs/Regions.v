(** * The closed linear region in which a ray ends, and limits of the metrics
    (claims open-polytope and fixed-points) *)

From Farfield Require Import Basics Calculus Softmax Tail Network Metrics MetricGradients
  MetricRefutations Certainty.
Import ListNotations.

Open Scope R_scope.

(** The affine map that the masks of the germs G select. *)
Fixpoint piece (net : network) (G : nat -> germ) (y : vec) : vec :=
  match net with
  | Identity => y
  | Affine n W b => affine_map n W b y
  | Leaky n s => fun i =>
      if Nat.ltb i n then if germ_positive (G i) then y i else s i * y i else 0
  | Clip n lo hi => fun i =>
      if Nat.ltb i n
      then if germ_positive (germ_shift (G i) (hi i)) then hi i
           else if germ_positive (germ_shift (G i) (lo i)) then y i else Rmin (hi i) (lo i)
      else 0
  | MaxPool n first others => fun i =>
      if Nat.ltb i n then y (winner G (first i) (others i)) else 0
  | Compose f g => piece g (push f G) (piece f G y)
  | Sum f g => fun i => piece f G y i + piece g G y i
  end.

(** The inputs at which every unit has the sign, and every window the winner,
    that the germs say: finitely many affine inequalities. *)
Fixpoint region (net : network) (G : nat -> germ) (y : vec) : Prop :=
  match net with
  | Identity => True
  | Affine _ _ _ => True
  | Leaky n _ => forall i, (i < n)%nat -> if germ_positive (G i) then 0 <= y i else y i <= 0
  | Clip n lo hi => forall i, (i < n)%nat ->
      if germ_positive (germ_shift (G i) (hi i)) then hi i <= y i
      else if germ_positive (germ_shift (G i) (lo i)) then lo i <= y i <= hi i else y i <= lo i
  | MaxPool n first others => forall i k, (i < n)%nat -> In k (first i :: others i) ->
      y k <= y (winner G (first i) (others i))
  | Compose f g => region f G y /\ region g (push f G) (piece f G y)
  | Sum f g => region f G y /\ region g G y
  end.

Lemma piece_on_region : forall net G y, region net G y -> forall i, eval net y i = piece net G y i.
Proof.
  induction net as [|n W b|n s|n lo hi|n first others|f onf g ong|f onf g ong];
    intros G y inside i; cbn [eval piece region] in *.
  - reflexivity.
  - reflexivity.
  - destruct (Nat.ltb_spec i n) as [below|_]; [|reflexivity].
    specialize (inside i below). unfold leaky.
    destruct (germ_positive (G i)); destruct (Rlt_dec 0 (y i)); try lra.
    assert (y i = 0) as -> by lra. ring.
  - destruct (Nat.ltb_spec i n) as [below|_]; [|reflexivity].
    specialize (inside i below). unfold clip. pose proof (Rmax_r (lo i) (y i)).
    destruct (germ_positive (germ_shift (G i) (hi i))); [apply Rmin_left; lra|].
    destruct (germ_positive (germ_shift (G i) (lo i))).
    + rewrite Rmax_right by lra. apply Rmin_right. lra.
    + rewrite Rmax_left by lra. reflexivity.
  - destruct (Nat.ltb_spec i n) as [below|_]; [|reflexivity].
    apply max_over_eq; [apply winner_in|]. intros k member. apply inside; assumption.
  - destruct inside as [inside_f inside_g].
    replace (eval f y) with (piece f G y); [apply ong, inside_g|].
    apply functional_extensionality. intros j. symmetry. apply onf, inside_f.
  - destruct inside as [inside_f inside_g]. rewrite (onf G y inside_f), (ong G y inside_g). reflexivity.
Qed.

Lemma piece_along : forall net G y s i,
  piece net G (fun j => y j + s * slope (G j)) i = piece net G y i + s * slope (push net G i).
Proof.
  induction net as [|n W b|n w|n lo hi|n first others|f onf g ong|f onf g ong];
    intros G y s i; cbn [piece push].
  - reflexivity.
  - unfold affine_map. cbn [slope].
    rewrite (sum_ext n _ (fun j => W i j * y j + s * (W i j * slope (G j)))) by (intros; ring).
    rewrite sum_plus, sum_scal. ring.
  - destruct (Nat.ltb i n); [|simpl; ring]. destruct (germ_positive (G i)); simpl; ring.
  - destruct (Nat.ltb i n); [|simpl; ring]. unfold germ_clip.
    destruct (germ_positive (germ_shift (G i) (hi i))); [simpl; ring|].
    destruct (germ_positive (germ_shift (G i) (lo i))); simpl; ring.
  - destruct (Nat.ltb i n); simpl; ring.
  - rewrite <- ong. f_equal. apply functional_extensionality. intros j. apply onf.
  - rewrite onf, ong. simpl. ring.
Qed.

(** Every piece is affine along every direction, with one slope per unit. *)
Lemma piece_affine : forall net G w, exists r : vec, forall y s i,
  piece net G (fun j => y j + s * w j) i = piece net G y i + s * r i.
Proof.
  induction net as [|n W b|n p|n lo hi|n first others|f onf g ong|f onf g ong]; intros G w.
  - exists w. intros y s i. reflexivity.
  - exists (affine_map n W (fun _ => 0) w). intros y s i. cbn [piece]. unfold affine_map.
    rewrite (sum_ext n _ (fun j => W i j * y j + s * (W i j * w j))) by (intros; ring).
    rewrite sum_plus, sum_scal. ring.
  - exists (fun i => if Nat.ltb i n then if germ_positive (G i) then w i else p i * w i else 0).
    intros y s i. cbn [piece]. destruct (Nat.ltb i n); [|ring]. destruct (germ_positive (G i)); ring.
  - exists (fun i => if Nat.ltb i n
      then if germ_positive (germ_shift (G i) (hi i)) then 0
           else if germ_positive (germ_shift (G i) (lo i)) then w i else 0 else 0).
    intros y s i. cbn [piece]. destruct (Nat.ltb i n); [|ring].
    destruct (germ_positive (germ_shift (G i) (hi i))); [ring|].
    destruct (germ_positive (germ_shift (G i) (lo i))); ring.
  - exists (fun i => if Nat.ltb i n then w (winner G (first i) (others i)) else 0).
    intros y s i. cbn [piece]. destruct (Nat.ltb i n); ring.
  - destruct (onf G w) as [r along_f]. destruct (ong (push f G) r) as [q along_g].
    exists q. intros y s i. cbn [piece]. rewrite <- along_g. f_equal.
    apply functional_extensionality. intros j. apply along_f.
  - destruct (onf G w) as [r along_f]. destruct (ong G w) as [q along_g].
    exists (fun i => r i + q i). intros y s i. cbn [piece]. rewrite along_f, along_g. ring.
Qed.

(** Claim monotone-on-polytopes, repaired: on each closed region every logit
    is affine in every input, with one slope r_c, so strictly monotonic unless
    that is 0. *)
Theorem monotone_on_polytopes_repaired : forall net G d, exists r : vec, forall c y s s',
  region net G (set_coord y d s) -> region net G (set_coord y d s') ->
  eval net (set_coord y d s') c - eval net (set_coord y d s) c = (s' - s) * r c
  /\ (0 < r c -> s < s' -> eval net (set_coord y d s) c < eval net (set_coord y d s') c)
  /\ (r c < 0 -> s < s' -> eval net (set_coord y d s') c < eval net (set_coord y d s) c).
Proof.
  intros net G d. destruct (piece_affine net G (fun j => if Nat.eqb j d then 1 else 0)) as [r along].
  exists r. intros c y s s' inside inside'.
  assert (difference : eval net (set_coord y d s') c - eval net (set_coord y d s) c = (s' - s) * r c).
  { rewrite !(piece_on_region net G) by assumption.
    replace (set_coord y d s') with (fun j => set_coord y d s j + (s' - s) * (if Nat.eqb j d then 1 else 0)).
    - rewrite along. ring.
    - apply functional_extensionality. intros j. unfold set_coord. destruct (Nat.eqb j d); ring. }
  split; [exact difference|]. split; intros sign order; nra.
Qed.

(** Where a ray's own germs are evaluated, the region is reached. *)
Lemma ray_in_region : forall net G y t,
  (forall j, y j = value (G j) t) -> from net G <= t -> region net G y.
Proof.
  induction net as [|n W b|n s|n lo hi|n first others|f onf g ong|f onf g ong];
    intros G y t values late; cbn [region from] in *; try exact I.
  - intros i below. rewrite values. apply positive_sound.
    apply Rle_trans with (2 := late), (max0_ge n (fun i => crossing (G i))). exact below.
  - intros i below. rewrite values.
    pose proof (max0_ge n (fun i =>
      Rmax (crossing (germ_shift (G i) (lo i))) (crossing (germ_shift (G i) (hi i)))) i below) as bound.
    cbv beta in bound.
    pose proof (Rmax_l (crossing (germ_shift (G i) (lo i))) (crossing (germ_shift (G i) (hi i)))).
    pose proof (Rmax_r (crossing (germ_shift (G i) (lo i))) (crossing (germ_shift (G i) (hi i)))).
    pose proof (positive_sound (germ_shift (G i) (hi i)) t ltac:(lra)) as sign_hi.
    pose proof (positive_sound (germ_shift (G i) (lo i)) t ltac:(lra)) as sign_lo.
    rewrite value_shift in *.
    destruct (germ_positive (germ_shift (G i) (hi i))); [lra|].
    destruct (germ_positive (germ_shift (G i) (lo i))); lra.
  - intros i k below member. rewrite !values. apply lex_ge_value; [apply winner_lex, member|].
    apply Rle_trans with (1 := last_tie_ge G _ _ k member).
    apply Rle_trans with (2 := late).
    apply (max0_ge n (fun i =>
      last_tie G (G (winner G (first i) (others i))) (first i :: others i))). exact below.
  - pose proof (Rmax_l (from f G) (from g (push f G))).
    pose proof (Rmax_r (from f G) (from g (push f G))).
    assert (inside : region f G y) by (apply (onf G y t); [exact values|lra]).
    split; [exact inside|]. apply (ong (push f G) _ t); [|lra].
    intros j. rewrite <- (piece_on_region f G y inside).
    apply push_correct; [exact values|lra].
  - pose proof (Rmax_l (from f G) (from g G)). pose proof (Rmax_r (from f G) (from g G)).
    split; [apply (onf G y t) | apply (ong G y t)]; (assumption || lra).
Qed.

(** The slopes of the germs point into the recession cone. *)
Lemma region_recedes : forall net G y s, 0 <= s -> region net G y ->
  region net G (fun j => y j + s * slope (G j)).
Proof.
  induction net as [|n W b|n w|n lo hi|n first others|f onf g ong|f onf g ong];
    intros G y s forward inside; cbn [region] in *; try exact I.
  - intros i below. specialize (inside i below).
    unfold germ_positive in *. destruct (Rlt_dec 0 (slope (G i))); [nra|].
    destruct (Rlt_dec (slope (G i)) 0); [nra|].
    assert (slope (G i) = 0) as -> by lra. rewrite Rmult_0_r, Rplus_0_r. exact inside.
  - intros i below. specialize (inside i below).
    destruct (germ_positive (germ_shift (G i) (hi i))) eqn:above_hi.
    + assert (0 <= slope (G i)); [|nra]. unfold germ_positive in above_hi. cbn [slope germ_shift] in above_hi.
      destruct (Rlt_dec 0 (slope (G i))); [lra|].
      destruct (Rlt_dec (slope (G i)) 0); [discriminate|lra].
    + destruct (germ_positive (germ_shift (G i) (lo i))) eqn:above_lo.
      * rewrite (kept_by_clip (G i) (lo i) (hi i) above_hi above_lo). lra.
      * assert (slope (G i) <= 0); [|nra]. unfold germ_positive in above_lo. cbn [slope germ_shift] in above_lo.
        destruct (Rlt_dec 0 (slope (G i))); [discriminate|lra].
  - intros i k below member. specialize (inside i k below member).
    assert (slope (G k) <= slope (G (winner G (first i) (others i))))
      by (destruct (winner_lex G _ _ k member); lra). nra.
  - destruct inside as [inside_f inside_g]. split; [apply onf; assumption|].
    replace (piece f G (fun j => y j + s * slope (G j)))
      with (fun j => piece f G y j + s * slope (push f G j)).
    + apply ong; assumption.
    + apply functional_extensionality. intros j. symmetry. apply piece_along.
  - destruct inside. split; [apply onf | apply ong]; assumption.
Qed.

Definition mix (l : R) (y y' : vec) : vec := fun j => l * y j + (1 - l) * y' j.

Lemma piece_mix : forall net G l y y' i,
  piece net G (mix l y y') i = l * piece net G y i + (1 - l) * piece net G y' i.
Proof.
  induction net as [|n W b|n w|n lo hi|n first others|f onf g ong|f onf g ong];
    intros G l y y' i; cbn [piece].
  - reflexivity.
  - unfold affine_map, mix.
    rewrite (sum_ext n _ (fun j => l * (W i j * y j) + (1 - l) * (W i j * y' j))) by (intros; ring).
    rewrite sum_plus, !sum_scal. ring.
  - unfold mix. destruct (Nat.ltb i n); [|ring]. destruct (germ_positive (G i)); ring.
  - unfold mix. destruct (Nat.ltb i n); [|ring].
    destruct (germ_positive (germ_shift (G i) (hi i))); [ring|].
    destruct (germ_positive (germ_shift (G i) (lo i))); ring.
  - unfold mix. destruct (Nat.ltb i n); ring.
  - rewrite <- ong. f_equal. apply functional_extensionality. intros j. apply onf.
  - rewrite onf, ong. ring.
Qed.

Lemma region_convex : forall net G l y y', 0 <= l <= 1 ->
  region net G y -> region net G y' -> region net G (mix l y y').
Proof.
  induction net as [|n W b|n w|n lo hi|n first others|f onf g ong|f onf g ong];
    intros G l y y' between inside inside'; cbn [region] in *; try exact I.
  - intros i below. specialize (inside i below). specialize (inside' i below).
    unfold mix. destruct (germ_positive (G i)); nra.
  - intros i below. specialize (inside i below). specialize (inside' i below). unfold mix.
    destruct (germ_positive (germ_shift (G i) (hi i))); [nra|].
    destruct (germ_positive (germ_shift (G i) (lo i))); [split; nra|nra].
  - intros i k below member. specialize (inside i k below member).
    specialize (inside' i k below member). unfold mix. nra.
  - destruct inside, inside'. split; [apply onf; assumption|].
    replace (piece f G (mix l y y')) with (mix l (piece f G y) (piece f G y')).
    + apply ong; assumption.
    + apply functional_extensionality. intros j. symmetry. apply piece_mix.
  - destruct inside, inside'. split; [apply onf | apply ong]; assumption.
Qed.

Lemma piece_limit : forall net G (u : R -> vec) y,
  (forall j, tends_to (fun t => u t j) (y j)) ->
  forall i, tends_to (fun t => piece net G (u t) i) (piece net G y i).
Proof.
  induction net as [|n W b|n w|n lo hi|n first others|f onf g ong|f onf g ong];
    intros G u y limit i; cbn [piece].
  - apply limit.
  - unfold affine_map. apply tends_to_plus; [|apply tends_to_const].
    apply (tends_to_sum n (fun t j => W i j * u t j) (fun j => W i j * y j)).
    intros j _. apply tends_to_scal, limit.
  - destruct (Nat.ltb i n); [|apply tends_to_const].
    destruct (germ_positive (G i)); [apply limit | apply tends_to_scal, limit].
  - destruct (Nat.ltb i n); [|apply tends_to_const].
    destruct (germ_positive (germ_shift (G i) (hi i))); [apply tends_to_const|].
    destruct (germ_positive (germ_shift (G i) (lo i))); [apply limit|apply tends_to_const].
  - destruct (Nat.ltb i n); [apply limit | apply tends_to_const].
  - apply (ong (push f G) (fun t => piece f G (u t))). intros j. apply onf, limit.
  - apply tends_to_plus; [apply onf | apply ong]; exact limit.
Qed.

Lemma limit_order : forall u w l m, (forall t : R, u t <= w t) ->
  tends_to u l -> tends_to w m -> l <= m.
Proof.
  intros u w l m order limit_u limit_w.
  assert (l - m <= 0); [|lra].
  apply (tends_to_le (fun t => u t - w t) (l - m) 0 0).
  - apply tends_to_minus; assumption.
  - intros t _. specialize (order t). lra.
Qed.

Lemma region_closed : forall net G (u : R -> vec) y,
  (forall j, tends_to (fun t => u t j) (y j)) -> (forall t, region net G (u t)) ->
  region net G y.
Proof.
  induction net as [|n W b|n w|n lo hi|n first others|f onf g ong|f onf g ong];
    intros G u y limit inside; cbn [region] in *; try exact I.
  - intros i below. assert (each := fun t => inside t i below). cbv beta in each.
    destruct (germ_positive (G i)).
    + apply (limit_order (fun _ => 0) (fun t => u t i)); [exact each|apply tends_to_const|apply limit].
    + apply (limit_order (fun t => u t i) (fun _ => 0)); [exact each|apply limit|apply tends_to_const].
  - intros i below. assert (each := fun t => inside t i below). cbv beta in each.
    destruct (germ_positive (germ_shift (G i) (hi i))).
    + apply (limit_order (fun _ => hi i) (fun t => u t i)); [exact each|apply tends_to_const|apply limit].
    + destruct (germ_positive (germ_shift (G i) (lo i))).
      * split.
        -- apply (limit_order (fun _ => lo i) (fun t => u t i)); [apply each|apply tends_to_const|apply limit].
        -- apply (limit_order (fun t => u t i) (fun _ => hi i)); [apply each|apply limit|apply tends_to_const].
      * apply (limit_order (fun t => u t i) (fun _ => lo i)); [exact each|apply limit|apply tends_to_const].
  - intros i k below member.
    apply (limit_order (fun t => u t k) (fun t => u t (winner G (first i) (others i))));
      [intros t; apply inside; assumption | apply limit | apply limit].
  - split; [apply (onf G u); [exact limit | intros t; apply inside]|].
    apply (ong (push f G) (fun t => piece f G (u t))); [|intros t; apply inside].
    apply piece_limit, limit.
  - split; [apply (onf G u) | apply (ong G u)]; try exact limit; intros t; apply inside.
Qed.

(** Claim open-polytope, corrected to "closed": the ray ends in one closed
    convex region on which the network is affine, and the region's recession
    cone contains v. *)
Theorem open_polytope_closed : forall net x v,
  let Q := region net (ray_germs x v) in
  let A := piece net (ray_germs x v) in
  (forall t, tail_from net x v <= t -> Q (ray x v t))
  /\ (forall y s, 0 <= s -> Q y -> Q (ray y v s))
  /\ (forall y i, Q y -> eval net y i = A y i)
  /\ (forall y y' l i, A (mix l y y') i = l * A y i + (1 - l) * A y' i)
  /\ (forall y y' l, 0 <= l <= 1 -> Q y -> Q y' -> Q (mix l y y'))
  /\ (forall u y, (forall j, tends_to (fun t => u t j) (y j)) -> (forall t, Q (u t)) -> Q y).
Proof.
  intros net x v Q A. repeat split.
  - intros t late. apply (ray_in_region net _ _ t); [|exact late].
    intros j. unfold ray, value. simpl. ring.
  - intros y s forward inside.
    exact (region_recedes net (ray_germs x v) y s forward inside).
  - intros y i inside. apply piece_on_region, inside.
  - intros. apply piece_mix.
  - intros. apply region_convex; assumption.
  - intros u y limit inside. apply (region_closed net _ u); assumption.
Qed.

(** The open interior need not be met: the unit relu(x_2) is on a boundary for
    ever along e_1 from 0. *)
Definition open_polytope_interior : Prop :=
  forall net x v, exists A, forall t, A <= t -> exists r, 0 < r /\
    forall y, (forall j, Rabs (y j - ray x v t j) < r) -> region net (ray_germs x v) y.

Theorem open_polytope_interior_false : ~ open_polytope_interior.
Proof.
  intros claim.
  destruct (claim (Relu 2) (fun _ => 0) (fun j => if Nat.eqb j 0 then 1 else 0)) as [A interior].
  destruct (interior A (Rle_refl A)) as [r [positive around]].
  set (v := fun j => if Nat.eqb j 0 then 1 else 0) in *.
  specialize (around (fun j => ray (fun _ => 0) v A j + r / 2)).
  assert (near : forall j, Rabs (ray (fun _ => 0) v A j + r / 2 - ray (fun _ => 0) v A j) < r).
  { intros j. replace (ray (fun _ => 0) v A j + r / 2 - ray (fun _ => 0) v A j) with (r / 2) by ring.
    rewrite Rabs_pos_eq; lra. }
  specialize (around near 1%nat ltac:(lia)).
  unfold germ_positive in around. cbn [slope intercept ray_germs] in around.
  unfold v, ray in around. cbn [Nat.eqb] in around.
  destruct (Rlt_dec 0 0); [lra|]. lra.
Qed.

(** ** Claim fixed-points *)

(** Along every ray p and all four metrics converge, for every network and
    every finite ensemble, whatever the regimes of its members. *)
Theorem fixed_points_as_printed : forall K C (net : nat -> network) x v,
  (0 < K)%nat -> (0 < C)%nat ->
  let l := fun m => limit_probability C (tail_intercept (net m) x v) (tail_slope (net m) x v) in
  let p := fun t => predictions C (networks net) (ray x v t) in
  (forall m c, (m < K)%nat -> (c < C)%nat -> tends_to (fun t => p t m c) (l m c))
  /\ tends_to (fun t => msp C (mean K (p t))) (msp C (mean K l))
  /\ tends_to (fun t => variance K C (p t)) (variance K C l)
  /\ tends_to (fun t => predictive_entropy K C (p t)) (predictive_entropy K C l)
  /\ tends_to (fun t => mutual_information K C (p t)) (mutual_information K C l).
Proof.
  intros K C net x v members classes l p.
  assert (limits : forall m c, (m < K)%nat -> (c < C)%nat -> tends_to (fun t => p t m c) (l m c)).
  { intros m c _ below.
    exact (tail_limit_law (eval (net m)) C x v _ _ _ c (network_has_lines (net m) C x v) below). }
  split; [exact limits|]. apply perfect_certainty_limit_law; try assumption.
  - intros t. split; [exact members|]. intros m _. apply softmax_distribution, classes.
  - split; [exact members|]. intros m _. split;
      [intros; apply limit_probability_nonneg, classes | apply limit_probability_sum_one, classes].
Qed.
