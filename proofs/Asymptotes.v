(** * Beyond piecewise-affine: activations with asymptotes
    (claims slopes-ignore-shape and bounded-distance)

    An activation sigma is continuous and approaches a line at either end.
    Its recession is the bent line through 0 with the same slopes.  In
    networks of affine maps, sums, maxima and such activations the logits
    still approach lines along every ray, and the slopes are those of the
    network without biases and with every sigma replaced by its recession. *)

From Farfield Require Import Basics Calculus Softmax Tail Network Metrics MetricGradients
  MetricRates Cea Ceilings DetectorsLogits.
Import ListNotations.

Open Scope R_scope.

(** Slope m below 0, slope m' above. *)
Definition bend (m m' r : R) : R := if Rlt_dec r 0 then m * r else m' * r.

Record activation := {
  act : R -> R;
  left_slope : R; left_constant : R;
  right_slope : R; right_constant : R;
  largest_gap : R;
  act_continuous : forall r, continuity_pt act r;
  act_left : tends_to (fun r => act (- r) - (left_slope * - r + left_constant)) 0;
  act_right : tends_to (fun r => act r - (right_slope * r + right_constant)) 0;
  act_gap : forall r, Rabs (act r - bend left_slope right_slope r) <= largest_gap
}.

Inductive smooth_network :=
  | SIdentity
  | SAffine (n m : nat) (W : nat -> nat -> R) (b : vec)   (** n inputs, m outputs *)
  | SActivation (m : nat) (sigma : nat -> activation)     (** m units *)
  | SMaximum (f g : smooth_network)                       (** unit by unit *)
  | SCompose (f g : smooth_network)                       (** first f, then g *)
  | SSum (f g : smooth_network).

Fixpoint smooth_eval (net : smooth_network) (x : vec) : vec :=
  match net with
  | SIdentity => x
  | SAffine n m W b => fun i => if Nat.ltb i m then affine_map n W b x i else 0
  | SActivation m sigma => fun i => if Nat.ltb i m then act (sigma i) (x i) else 0
  | SMaximum f g => fun i => Rmax (smooth_eval f x i) (smooth_eval g x i)
  | SCompose f g => smooth_eval g (smooth_eval f x)
  | SSum f g => fun i => smooth_eval f x i + smooth_eval g x i
  end.

(** The recession f0: no biases, bent lines for activations. *)
Fixpoint recession (net : smooth_network) (x : vec) : vec :=
  match net with
  | SIdentity => x
  | SAffine n m W _ => fun i => if Nat.ltb i m then affine_map n W (fun _ => 0) x i else 0
  | SActivation m sigma => fun i =>
      if Nat.ltb i m then bend (left_slope (sigma i)) (right_slope (sigma i)) (x i) else 0
  | SMaximum f g => fun i => Rmax (recession f x i) (recession g x i)
  | SCompose f g => recession g (recession f x)
  | SSum f g => fun i => recession f x i + recession g x i
  end.

(** The intercepts of germs a + t b. *)
Definition activation_intercept (sigma : activation) (a b : R) : R :=
  if Rlt_dec b 0 then left_slope sigma * a + left_constant sigma
  else if Rlt_dec 0 b then right_slope sigma * a + right_constant sigma
  else act sigma a.

Fixpoint intercepts (net : smooth_network) (a b : vec) : vec :=
  match net with
  | SIdentity => a
  | SAffine n m W c => fun i => if Nat.ltb i m then affine_map n W c a i else 0
  | SActivation m sigma => fun i =>
      if Nat.ltb i m then activation_intercept (sigma i) (a i) (b i) else 0
  | SMaximum f g => fun i =>
      if Rlt_dec (recession g b i) (recession f b i) then intercepts f a b i
      else if Rlt_dec (recession f b i) (recession g b i) then intercepts g a b i
      else Rmax (intercepts f a b i) (intercepts g a b i)
  | SCompose f g => intercepts g (intercepts f a b) (recession f b)
  | SSum f g => fun i => intercepts f a b i + intercepts g a b i
  end.

(** u approaches the line a + b t. *)
Definition near_line (u : R -> R) (a b : R) : Prop := tends_to (fun t => u t - (a + b * t)) 0.

Lemma near_line_far : forall u a b, near_line u a b -> 0 < b -> diverges u.
Proof.
  intros u a b near rises. apply (line_decides u a b near). exact rises.
Qed.

(** A limit at infinity along a curve that goes there. *)
Lemma tends_to_compose : forall (h u : R -> R) l, tends_to h l -> diverges u ->
  tends_to (fun t => h (u t)) l.
Proof.
  intros h u l limit far eps positive. destruct (limit eps positive) as [B close].
  destruct (far B) as [A late]. exists A. intros t after. apply close, late, after.
Qed.

Lemma activation_line : forall sigma u a b, near_line u a b ->
  near_line (fun t => act sigma (u t)) (activation_intercept sigma a b)
    (bend (left_slope sigma) (right_slope sigma) b).
Proof.
  intros sigma u a b near. unfold near_line, activation_intercept, bend.
  destruct (Rlt_dec b 0) as [falls|not_falls].
  - assert (far : diverges (fun t => - u t)) by (apply (line_decides u a b near); exact falls).
    assert (limit := tends_to_compose _ _ _ (act_left sigma) far).
    apply tends_to_ext with (fun t => (act sigma (- - u t) - (left_slope sigma * - - u t + left_constant sigma))
      + left_slope sigma * (u t - (a + b * t))).
    + intros t. rewrite Ropp_involutive. ring.
    + replace 0 with (0 + left_slope sigma * 0) by ring.
      apply tends_to_plus; [exact limit | apply tends_to_scal, near].
  - destruct (Rlt_dec 0 b) as [rises|level].
    + assert (limit := tends_to_compose _ _ _ (act_right sigma) (near_line_far u a b near rises)).
      apply tends_to_ext with (fun t => (act sigma (u t) - (right_slope sigma * u t + right_constant sigma))
        + right_slope sigma * (u t - (a + b * t))).
      * intros t. ring.
      * replace 0 with (0 + right_slope sigma * 0) by ring.
        apply tends_to_plus; [exact limit | apply tends_to_scal, near].
    + assert (b = 0) as zero by lra. rewrite zero in *.
      assert (settles : tends_to u a).
      { apply tends_to_of_gap, tends_to_ext with (2 := near). intros t. ring. }
      assert (limit := tends_to_minus _ _ _ _
        (tends_to_continuous _ _ _ (act_continuous sigma a) settles) (tends_to_const (act sigma a))).
      replace (act sigma a - act sigma a) with 0 in limit by ring.
      apply tends_to_ext with (2 := limit). intros t. ring.
Qed.

Lemma maximum_line : forall u w a b a' b', near_line u a b -> near_line w a' b' ->
  near_line (fun t => Rmax (u t) (w t))
    (if Rlt_dec b' b then a else if Rlt_dec b b' then a' else Rmax a a') (Rmax b b').
Proof.
  assert (above : forall u w a b a' b', near_line u a b -> near_line w a' b' -> b' < b ->
    exists A, forall t, A <= t -> w t <= u t).
  { intros u w a b a' b' near near' less.
    assert (gap : near_line (fun t => u t - w t) (a - a') (b - b')).
    { apply tends_to_ext with (fun t => (u t - (a + b * t)) - (w t - (a' + b' * t))); [intros; ring|].
      replace 0 with (0 - 0) by ring. apply tends_to_minus; assumption. }
    destruct (near_line_far _ _ _ gap ltac:(lra) 0) as [A far].
    exists A. intros t late. specialize (far t late). cbv beta in far. lra. }
  intros u w a b a' b' near near'. unfold near_line. destruct (Rlt_dec b' b) as [less|not_less].
  - destruct (above u w a b a' b' near near' less) as [A order].
    rewrite (Rmax_left b b') by lra.
    apply tends_to_eventually with (fun t => u t - (a + b * t)) A; [|exact near].
    intros t late. rewrite Rmax_left by (apply order, late). reflexivity.
  - destruct (Rlt_dec b b') as [more|not_more].
    + destruct (above w u a' b' a b near' near more) as [A order].
      rewrite (Rmax_right b b') by lra.
      apply tends_to_eventually with (fun t => w t - (a' + b' * t)) A; [|exact near'].
      intros t late. rewrite Rmax_right by (apply order, late). reflexivity.
    + assert (b' = b) as same by lra. rewrite same in *. rewrite (Rmax_left b b) by lra.
      assert (limit := tends_to_max (fun t => u t - b * t) (fun t => w t - b * t) a a').
      assert (both : tends_to (fun t => Rmax (u t - b * t) (w t - b * t)) (Rmax a a')).
      { apply limit; apply tends_to_of_gap.
        - apply tends_to_ext with (2 := near). intros; ring.
        - apply tends_to_ext with (2 := near'). intros; ring. }
      assert (gap := tends_to_minus _ _ _ _ both (tends_to_const (Rmax a a'))).
      replace (Rmax a a' - Rmax a a') with 0 in gap by ring.
      apply tends_to_ext with (2 := gap). intros t.
      assert (shift : Rmax (u t - b * t) (w t - b * t) = Rmax (u t) (w t) - b * t)
        by (unfold Rmax; destruct (Rle_dec (u t - b * t) (w t - b * t)), (Rle_dec (u t) (w t)); lra).
      rewrite shift. ring.
Qed.

Lemma near_zero : near_line (fun _ => 0) 0 0.
Proof. apply tends_to_ext with (fun _ => 0); [intros; ring | apply tends_to_const]. Qed.

Lemma smooth_lines : forall net (z : R -> vec) a b,
  (forall j, near_line (fun t => z t j) (a j) (b j)) ->
  forall i, near_line (fun t => smooth_eval net (z t) i) (intercepts net a b i) (recession net b i).
Proof.
  induction net as [|n m W c|m sigma|f onf g ong|f onf g ong|f onf g ong];
    intros z a b near i; cbn [smooth_eval intercepts recession].
  - apply near.
  - destruct (Nat.ltb i m); [|apply near_zero]. unfold near_line, affine_map.
    apply tends_to_ext with (fun t => sum_below n (fun j => W i j * (z t j - (a j + b j * t)))).
    + intros t.
      rewrite (sum_ext n _ (fun j => W i j * z t j - (W i j * a j + (W i j * b j) * t))) by (intros; ring).
      rewrite sum_minus, sum_plus, sum_scal_r. ring.
    + rewrite <- (sum_zero n). apply (tends_to_sum n (fun t j => W i j * (z t j - (a j + b j * t)))).
      intros j _. rewrite <- (Rmult_0_r (W i j)). apply tends_to_scal, near.
  - destruct (Nat.ltb i m); [apply activation_line, near | apply near_zero].
  - apply maximum_line; [apply onf | apply ong]; exact near.
  - apply (ong (fun t => smooth_eval f (z t))). apply onf, near.
  - unfold near_line. apply tends_to_ext with (fun t =>
      (smooth_eval f (z t) i - (intercepts f a b i + recession f b i * t))
      + (smooth_eval g (z t) i - (intercepts g a b i + recession g b i * t))); [intros; ring|].
    replace 0 with (0 + 0) by ring. apply tends_to_plus; [apply onf | apply ong]; exact near.
Qed.

(** Claim slopes-ignore-shape: f(x + t v) = a + t f0(v) + o(1), with slopes that
    see neither the biases, nor the starting point, nor the shape of the
    activations. *)
Theorem slopes_ignore_shape : forall net x v i,
  tends_to (fun t => smooth_eval net (ray x v t) i
    - (intercepts net x v i + recession net v i * t)) 0.
Proof.
  intros net x v. apply (smooth_lines net (fun t => ray x v t)).
  intros j. apply tends_to_ext with (fun _ => 0); [|apply tends_to_const].
  intros t. unfold ray. ring.
Qed.

(** So the top set, the regime and the limit of p follow from one pass through
    the recession, as for ReLU networks. *)
Theorem slopes_ignore_shape_limit : forall net C x v c, (c < C)%nat ->
  tends_to (fun t => softmax C (smooth_eval net (ray x v t)) c)
    (limit_probability C (intercepts net x v) (recession net v) c).
Proof.
  intros net C x v c below.
  apply (limit_law_approached C (fun t => smooth_eval net (ray x v t))); [|exact below].
  intros k _. apply slopes_ignore_shape.
Qed.

Theorem slopes_ignore_shape_saturation : forall net C v k, unique_top C (recession net v) k ->
  forall x c, (c < C)%nat ->
    tends_to (fun t => softmax C (smooth_eval net (ray x v t)) c) (one_hot k c).
Proof.
  intros net C v k alone x c below.
  rewrite <- (limit_probability_unique C (intercepts net x v) (recession net v) k c alone below).
  apply slopes_ignore_shape_limit, below.
Qed.

(** ** Claim bounded-distance *)

Fixpoint lipschitz (net : smooth_network) : R :=
  match net with
  | SIdentity => 1
  | SAffine n m W _ => max0 m (fun i => sum_below n (fun j => Rabs (W i j)))
  | SActivation m sigma => max0 m (fun i =>
      Rmax (Rabs (left_slope (sigma i))) (Rabs (right_slope (sigma i))))
  | SMaximum f g => Rmax (lipschitz f) (lipschitz g)
  | SCompose f g => lipschitz g * lipschitz f
  | SSum f g => lipschitz f + lipschitz g
  end.

(** How far the network is from its recession, anywhere. *)
Fixpoint distance (net : smooth_network) : R :=
  match net with
  | SIdentity => 0
  | SAffine _ m _ b => max0 m (fun i => Rabs (b i))
  | SActivation m sigma => max0 m (fun i => largest_gap (sigma i))
  | SMaximum f g => Rmax (distance f) (distance g)
  | SCompose f g => distance g + lipschitz g * distance f
  | SSum f g => distance f + distance g
  end.

Lemma lipschitz_nonneg : forall net, 0 <= lipschitz net.
Proof.
  induction net as [|n m W b|m sigma|f onf g ong|f onf g ong|f onf g ong]; cbn [lipschitz].
  - lra.
  - apply max0_nonneg.
  - apply max0_nonneg.
  - apply Rle_trans with (1 := onf), Rmax_l.
  - apply Rmult_le_pos; assumption.
  - lra.
Qed.

Lemma distance_nonneg : forall net, 0 <= distance net.
Proof.
  induction net as [|n m W b|m sigma|f onf g ong|f onf g ong|f onf g ong]; cbn [distance].
  - lra.
  - apply max0_nonneg.
  - apply max0_nonneg.
  - apply Rle_trans with (1 := onf), Rmax_l.
  - pose proof (Rmult_le_pos _ _ (lipschitz_nonneg g) onf). lra.
  - lra.
Qed.

Lemma bend_lipschitz : forall m m' r s,
  Rabs (bend m m' r - bend m m' s) <= Rmax (Rabs m) (Rabs m') * Rabs (r - s).
Proof.
  assert (one : forall m m' r s, r <= s ->
    Rabs (bend m m' r - bend m m' s) <= Rmax (Rabs m) (Rabs m') * (s - r)).
  { intros m m' r s order. pose proof (Rmax_l (Rabs m) (Rabs m')). pose proof (Rmax_r (Rabs m) (Rabs m')).
    pose proof (Rabs_pos m). pose proof (Rabs_pos m').
    pose proof (Rle_abs m). pose proof (Rle_abs (- m)). pose proof (Rle_abs m'). pose proof (Rle_abs (- m')).
    rewrite !Rabs_Ropp in *. set (M := Rmax (Rabs m) (Rabs m')) in *.
    unfold bend. destruct (Rlt_dec r 0), (Rlt_dec s 0); try lra; apply Rabs_le; split; nra. }
  intros m m' r s. destruct (Rle_dec r s) as [order|order].
  - rewrite (Rabs_left1 (r - s)) by lra. replace (- (r - s)) with (s - r) by ring. apply one, order.
  - rewrite Rabs_minus_sym, (Rabs_pos_eq (r - s)) by lra. apply one. lra.
Qed.

Lemma Rmax_lipschitz : forall r s r' s' d e, Rabs (r - r') <= d -> Rabs (s - s') <= e ->
  Rabs (Rmax r s - Rmax r' s') <= Rmax d e.
Proof.
  intros r s r' s' d e near near'. pose proof (Rmax_l d e). pose proof (Rmax_r d e).
  pose proof (Rle_abs (r - r')). pose proof (Rle_abs (- (r - r'))).
  pose proof (Rle_abs (s - s')). pose proof (Rle_abs (- (s - s'))). rewrite !Rabs_Ropp in *.
  apply Rabs_le. set (M := Rmax d e) in *. clearbody M.
  unfold Rmax. destruct (Rle_dec r s), (Rle_dec r' s'); lra.
Qed.

Lemma recession_lipschitz : forall net x y r,
  (forall j, Rabs (x j - y j) <= r) ->
  forall i, Rabs (recession net x i - recession net y i) <= lipschitz net * r.
Proof.
  induction net as [|n m W b|m sigma|f onf g ong|f onf g ong|f onf g ong];
    intros x y r near i; pose proof (Rle_trans _ _ _ (Rabs_pos _) (near 0%nat)) as r_nonneg;
    cbn [recession lipschitz].
  - rewrite Rmult_1_l. apply near.
  - pose proof (max0_nonneg m (fun i => sum_below n (fun j => Rabs (W i j)))).
    destruct (Nat.ltb_spec i m) as [below|_].
    + unfold affine_map.
      replace (sum_below n (fun j => W i j * x j) + 0 - (sum_below n (fun j => W i j * y j) + 0))
        with (sum_below n (fun j => W i j * (x j - y j))).
      * apply Rle_trans with (1 := sum_Rabs _ _).
        apply Rle_trans with (sum_below n (fun j => Rabs (W i j)) * r).
        -- rewrite <- sum_scal_r. apply sum_le. intros j _. rewrite Rabs_mult.
           apply Rmult_le_compat_l; [apply Rabs_pos | apply near].
        -- apply Rmult_le_compat_r; [exact r_nonneg|].
           apply (max0_ge m (fun i => sum_below n (fun j => Rabs (W i j)))), below.
      * rewrite (sum_ext n _ (fun j => W i j * x j - W i j * y j)) by (intros; ring).
        rewrite sum_minus. ring.
    + rewrite Rminus_0_r, Rabs_R0. apply Rmult_le_pos; assumption.
  - pose proof (max0_nonneg m (fun i => Rmax (Rabs (left_slope (sigma i))) (Rabs (right_slope (sigma i))))).
    destruct (Nat.ltb_spec i m) as [below|_].
    + apply Rle_trans with (1 := bend_lipschitz _ _ _ _).
      apply Rmult_le_compat; [|apply Rabs_pos| |apply near].
      * apply Rle_trans with (Rabs (left_slope (sigma i))); [apply Rabs_pos|apply Rmax_l].
      * apply (max0_ge m (fun i => Rmax (Rabs (left_slope (sigma i))) (Rabs (right_slope (sigma i))))), below.
    + rewrite Rminus_0_r, Rabs_R0. apply Rmult_le_pos; assumption.
  - rewrite (Rmult_comm (Rmax _ _)), <- RmaxRmult by exact r_nonneg.
    apply Rmax_lipschitz; rewrite Rmult_comm; [apply onf | apply ong]; exact near.
  - rewrite Rmult_assoc. apply ong. intros j. apply onf, near.
  - replace (recession f x i + recession g x i - (recession f y i + recession g y i))
      with ((recession f x i - recession f y i) + (recession g x i - recession g y i)) by ring.
    apply Rle_trans with (1 := Rabs_triang _ _). rewrite Rmult_plus_distr_r.
    apply Rplus_le_compat; [apply onf | apply ong]; exact near.
Qed.

Lemma distance_bounds : forall net x i, Rabs (smooth_eval net x i - recession net x i) <= distance net.
Proof.
  induction net as [|n m W b|m sigma|f onf g ong|f onf g ong|f onf g ong];
    intros x i; cbn [smooth_eval recession distance].
  - rewrite Rminus_diag_eq, Rabs_R0 by reflexivity. lra.
  - destruct (Nat.ltb_spec i m) as [below|_].
    + unfold affine_map. match goal with |- Rabs ?u <= _ => replace u with (b i) by ring end.
      apply (max0_ge m (fun i => Rabs (b i))), below.
    + rewrite Rminus_0_r, Rabs_R0. apply max0_nonneg.
  - destruct (Nat.ltb_spec i m) as [below|_].
    + apply Rle_trans with (1 := act_gap _ _). apply (max0_ge m (fun i => largest_gap (sigma i))), below.
    + rewrite Rminus_0_r, Rabs_R0. apply max0_nonneg.
  - apply Rmax_lipschitz; [apply onf | apply ong].
  - replace (smooth_eval g (smooth_eval f x) i - recession g (recession f x) i)
      with ((smooth_eval g (smooth_eval f x) i - recession g (smooth_eval f x) i)
        + (recession g (smooth_eval f x) i - recession g (recession f x) i)) by ring.
    apply Rle_trans with (1 := Rabs_triang _ _).
    apply Rplus_le_compat; [apply ong|]. apply recession_lipschitz, onf.
  - replace (smooth_eval f x i + smooth_eval g x i - (recession f x i + recession g x i))
      with ((smooth_eval f x i - recession f x i) + (smooth_eval g x i - recession g x i)) by ring.
    apply Rle_trans with (1 := Rabs_triang _ _). apply Rplus_le_compat; [apply onf | apply ong].
Qed.

Lemma recession_homogeneous : forall net t v i, 0 <= t ->
  recession net (fun j => t * v j) i = t * recession net v i.
Proof.
  induction net as [|n m W b|m sigma|f onf g ong|f onf g ong|f onf g ong];
    intros t v i forward; cbn [recession].
  - reflexivity.
  - destruct (Nat.ltb i m); [|ring]. unfold affine_map.
    rewrite (sum_ext n _ (fun j => t * (W i j * v j))) by (intros; ring). rewrite sum_scal. ring.
  - destruct (Nat.ltb i m); [|ring]. unfold bend.
    destruct (Rlt_dec (t * v i) 0), (Rlt_dec (v i) 0); try ring.
    + exfalso. nra.
    + assert (t = 0) as -> by nra. ring.
  - rewrite onf, ong by exact forward. apply RmaxRmult, forward.
  - replace (recession f (fun j => t * v j)) with (fun j => t * recession f v j).
    + apply ong, forward.
    + apply functional_extensionality. intros j. symmetry. apply onf, forward.
  - rewrite onf, ong by exact forward. ring.
Qed.

(** || f(x' + t v) - t f0(v) || <= B0 + Lip(f0) || x' || for every t >= 0, in
    the maximum norm, with both constants computed layer by layer. *)
Theorem bounded_distance : forall net x v r t i, 0 <= t -> (forall j, Rabs (x j) <= r) ->
  Rabs (smooth_eval net (ray x v t) i - t * recession net v i) <= distance net + lipschitz net * r.
Proof.
  intros net x v r t i forward small.
  rewrite <- recession_homogeneous by exact forward.
  replace (smooth_eval net (ray x v t) i - recession net (fun j => t * v j) i)
    with ((smooth_eval net (ray x v t) i - recession net (ray x v t) i)
      + (recession net (ray x v t) i - recession net (fun j => t * v j) i)) by ring.
  apply Rle_trans with (1 := Rabs_triang _ _).
  apply Rplus_le_compat; [apply distance_bounds|]. apply recession_lipschitz. intros j.
  unfold ray. replace (x j + t * v j - t * v j) with (x j) by ring. apply small.
Qed.

(** A certified danger scale: p_k >= 1 - eps from
    (ln ((C - 1)(1 - eps)/eps) + 2 (B0 + Lip r)) / gamma on. *)
Theorem bounded_distance_danger_scale : forall net C x v r k gamma eps t,
  (1 < C)%nat -> saturating C (recession net v) k gamma -> (forall j, Rabs (x j) <= r) ->
  0 < eps < 1 -> 0 <= t ->
  (ln (INR (C - 1) * (1 - eps) / eps) + 2 * (distance net + lipschitz net * r)) / gamma <= t ->
  1 - eps <= softmax C (smooth_eval net (ray x v t)) k.
Proof.
  intros net C x v r k gamma eps t several [below [positive gap]] small share forward far.
  set (B := distance net + lipschitz net * r) in *.
  set (f := smooth_eval net (ray x v t)).
  assert (count : 0 < INR (C - 1)) by (apply lt_0_INR; lia).
  assert (odds : 0 < INR (C - 1) * (1 - eps) / eps)
    by (apply Rdiv_lt_0_compat; [apply Rmult_lt_0_compat|]; lra).
  set (q := / (INR (C - 1) * (1 - eps) / eps)).
  apply (Rmult_le_compat_l gamma) in far; [|lra].
  replace (gamma * ((ln (INR (C - 1) * (1 - eps) / eps) + 2 * B) / gamma))
    with (ln (INR (C - 1) * (1 - eps) / eps) + 2 * B) in far by (field; lra).
  assert (each : forall c, (c < C)%nat -> c <> k -> exp (f c - f k) <= q).
  { intros c inside distinct. unfold q. rewrite <- (exp_ln (INR (C - 1) * (1 - eps) / eps)) by exact odds.
    rewrite <- exp_Ropp. apply exp_le.
    pose proof (bounded_distance net x v r t c forward small) as near_c.
    pose proof (bounded_distance net x v r t k forward small) as near_k. fold B f in near_c, near_k.
    pose proof (Rle_abs (f c - t * recession net v c)).
    pose proof (Rle_abs (- (f k - t * recession net v k))). rewrite Rabs_Ropp in *.
    specialize (gap c inside distinct).
    assert (gamma * t <= (recession net v k - recession net v c) * t)
      by (apply Rmult_le_compat_r; assumption). lra. }
  rewrite softmax_inv by exact below.
  assert (total : sum_below C (fun c => exp (f c - f k)) <= / (1 - eps)).
  { rewrite (sum_split C k) by exact below. replace (f k - f k) with 0 by ring. rewrite exp_0.
    assert (rest : sum_except C k (fun c => exp (f c - f k)) <= INR (C - 1) * q).
    { replace (INR (C - 1) * q) with (sum_except C k (fun _ => q)).
      - apply sum_le. intros c inside. destruct (Nat.eqb_spec c k); [lra|]. apply each; assumption.
      - assert (E := sum_split C k (fun _ => q) below). rewrite sum_const in E.
        replace C with (S (C - 1)) in E at 1 by lia. rewrite S_INR in E. lra. }
    replace (/ (1 - eps)) with (1 + INR (C - 1) * q) by (unfold q; field; lra). lra. }
  rewrite <- (Rinv_inv (1 - eps)). apply Rinv_le_contravar; [|exact total].
  apply sum_pos; [lia|]. intros; apply exp_pos.
Qed.

(** Claim box-bound: one scale for all inputs of a box. *)
Theorem box_bound : forall net C v k gamma eps lo hi r,
  (1 < C)%nat -> saturating C (recession net v) k gamma -> 0 < eps < 1 ->
  (forall j, - r <= lo j /\ hi j <= r) ->
  let B := Rmax 0 ((ln (INR (C - 1) * (1 - eps) / eps) + 2 * (distance net + lipschitz net * r)) / gamma) in
  forall x t, (forall j, lo j <= x j <= hi j) -> B <= t -> 1 - eps <= softmax C (smooth_eval net (ray x v t)) k.
Proof.
  intros net C v k gamma eps lo hi r several sat share range B x t inside late.
  pose proof (Rmax_l 0 ((ln (INR (C - 1) * (1 - eps) / eps) + 2 * (distance net + lipschitz net * r)) / gamma)).
  pose proof (Rmax_r 0 ((ln (INR (C - 1) * (1 - eps) / eps) + 2 * (distance net + lipschitz net * r)) / gamma)).
  unfold B in late. apply bounded_distance_danger_scale with r gamma; try assumption; try lra.
  intros j. specialize (range j). specialize (inside j). apply Rabs_le. lra.
Qed.

