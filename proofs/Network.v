(** * Piecewise-affine networks and the germ recursion

    A network is built from affine maps, (leaky, parametric) ReLU, clips and
    max-pooling by composition and addition; convolution, average-pooling and
    batch-norm at inference are affine maps, a residual block is
    [Sum Identity f].  Along a ray, the germ at infinity (intercept, slope) of
    every unit is pushed through the layers.  This file proves the recursion
    correct, including the abscissa [from] after which it is exact. *)

From Farfield Require Import Basics Calculus Softmax Tail.
Import ListNotations.

Open Scope R_scope.

Inductive network :=
  | Identity
  | Affine (n : nat) (W : nat -> nat -> R) (b : vec)   (** reads n inputs *)
  | Leaky (n : nat) (s : vec)                          (** n units, slope s_i below 0 *)
  | Clip (n : nat) (lo hi : vec)                       (** n units, unit i to [lo_i, hi_i] *)
  | MaxPool (n : nat) (first : nat -> nat) (others : nat -> list nat)
      (** output i < n is the maximum over the units [first i :: others i] *)
  | Compose (f g : network)                            (** first f, then g *)
  | Sum (f g : network).                               (** f x + g x *)

Definition leaky (s r : R) : R := if Rlt_dec 0 r then r else s * r.

Definition clip (lo hi r : R) : R := Rmin hi (Rmax lo r).

Definition relu (r : R) : R := Rmax 0 r.

Definition Relu (n : nat) : network := Leaky n (fun _ => 0).

(** An affine layer given by its rows and its biases. *)
Definition rows (m : list (list R)) : nat -> nat -> R :=
  fun i j => nth j (nth i m []) 0.

Definition entries (l : list R) : vec := fun i => nth i l 0.

Definition dense (n : nat) (m : list (list R)) (b : list R) : network :=
  Affine n (rows m) (entries b).

Fixpoint max_over (x : vec) (j : nat) (js : list nat) : R :=
  match js with
  | [] => x j
  | k :: rest => Rmax (x j) (max_over x k rest)
  end.

(** The network as a function.  Units that a layer does not have are 0. *)
Fixpoint eval (net : network) (x : vec) : vec :=
  match net with
  | Identity => x
  | Affine n W b => affine_map n W b x
  | Leaky n s => fun i => if Nat.ltb i n then leaky (s i) (x i) else 0
  | Clip n lo hi => fun i => if Nat.ltb i n then clip (lo i) (hi i) (x i) else 0
  | MaxPool n first others => fun i =>
      if Nat.ltb i n then max_over x (first i) (others i) else 0
  | Compose f g => eval g (eval f x)
  | Sum f g => fun i => eval f x i + eval g x i
  end.

(** ** Germs at infinity *)

Record germ := mk_germ { intercept : R; slope : R }.

Definition value (g : germ) (t : R) : R := intercept g + slope g * t.

Definition germ_zero : germ := mk_germ 0 0.
Definition germ_scale (w : R) (g : germ) : germ := mk_germ (w * intercept g) (w * slope g).
Definition germ_plus (g h : germ) : germ :=
  mk_germ (intercept g + intercept h) (slope g + slope h).
Definition germ_minus (g h : germ) : germ :=
  mk_germ (intercept g - intercept h) (slope g - slope h).

Definition germ_shift (g : germ) (r : R) : germ := mk_germ (intercept g - r) (slope g).

(** Lexicographically positive: b > 0, or b = 0 and a > 0. *)
Definition germ_positive (g : germ) : bool :=
  if Rlt_dec 0 (slope g) then true
  else if Rlt_dec (slope g) 0 then false
  else if Rlt_dec 0 (intercept g) then true else false.

(** Where the line a + b t changes sign: -a/b, and 0 for a constant. *)
Definition crossing (g : germ) : R :=
  if Req_EM_T (slope g) 0 then 0 else - intercept g / slope g.

(** The unit with the lexicographically largest (b, a) of a window. *)
Fixpoint winner (G : nat -> germ) (j : nat) (js : list nat) : nat :=
  match js with
  | [] => j
  | k :: rest =>
      let w := winner G k rest in
      if germ_positive (germ_minus (G j) (G w)) then j else w
  end.

(** The last abscissa at which germ w overtakes a unit of the window. *)
Fixpoint last_tie (G : nat -> germ) (w : germ) (js : list nat) : R :=
  match js with
  | [] => 0
  | k :: rest => Rmax (crossing (germ_minus w (G k))) (last_tie G w rest)
  end.

(** A clip keeps a germ that ends between its bounds and makes it constant
    otherwise.  (A germ that is kept has slope 0.) *)
Definition germ_clip (lo hi : R) (g : germ) : germ :=
  if germ_positive (germ_shift g hi) then mk_germ hi 0
  else if germ_positive (germ_shift g lo) then g
  else mk_germ (Rmin hi lo) 0.

(** The recursion: germs in, germs out. *)
Fixpoint push (net : network) (G : nat -> germ) : nat -> germ :=
  match net with
  | Identity => G
  | Affine n W b => fun i =>
      mk_germ (affine_map n W b (fun j => intercept (G j)) i)
              (affine_map n W (fun _ => 0) (fun j => slope (G j)) i)
  | Leaky n s => fun i =>
      if Nat.ltb i n
      then if germ_positive (G i) then G i else germ_scale (s i) (G i)
      else germ_zero
  | Clip n lo hi => fun i => if Nat.ltb i n then germ_clip (lo i) (hi i) (G i) else germ_zero
  | MaxPool n first others => fun i =>
      if Nat.ltb i n then G (winner G (first i) (others i)) else germ_zero
  | Compose f g => push g (push f G)
  | Sum f g => fun i => germ_plus (push f G i) (push g G i)
  end.

(** The largest sign-change or tie-change abscissa met, at least 0. *)
Fixpoint from (net : network) (G : nat -> germ) : R :=
  match net with
  | Identity => 0
  | Affine _ _ _ => 0
  | Leaky n _ => max0 n (fun i => crossing (G i))
  | Clip n lo hi => max0 n (fun i =>
      Rmax (crossing (germ_shift (G i) (lo i))) (crossing (germ_shift (G i) (hi i))))
  | MaxPool n first others => max0 n (fun i =>
      last_tie G (G (winner G (first i) (others i))) (first i :: others i))
  | Compose f g => Rmax (from f G) (from g (push f G))
  | Sum f g => Rmax (from f G) (from g G)
  end.

(** The germs of the inputs along the ray x + t v. *)
Definition ray_germs (x v : vec) : nat -> germ := fun j => mk_germ (x j) (v j).

(** What the engine reports for a ray. *)
Definition tail_intercept (net : network) (x v : vec) : vec :=
  fun c => intercept (push net (ray_germs x v) c).
Definition tail_slope (net : network) (x v : vec) : vec :=
  fun c => slope (push net (ray_germs x v) c).
Definition tail_from (net : network) (x v : vec) : R := from net (ray_germs x v).

(** ** The recursion is correct *)

Lemma from_nonneg : forall net G, 0 <= from net G.
Proof.
  induction net as [|n W b|n s|n lo hi|n p q|f IHf g IHg|f IHf g IHg]; intros G; simpl;
    try lra; try apply max0_nonneg.
  - apply Rle_trans with (2 := Rmax_l _ _). apply IHf.
  - apply Rle_trans with (2 := Rmax_l _ _). apply IHf.
Qed.

Lemma relu_is_leaky : forall r, leaky 0 r = relu r.
Proof.
  intros r. unfold leaky, relu, Rmax.
  destruct (Rlt_dec 0 r), (Rle_dec 0 r); lra.
Qed.

Lemma crossing_root : forall g, slope g <> 0 -> slope g * crossing g = - intercept g.
Proof.
  intros g moves. unfold crossing. destruct (Req_EM_T (slope g) 0); [contradiction|].
  field. assumption.
Qed.

(** From its crossing on, a germ has the sign that [germ_positive] says. *)
Lemma positive_sound : forall g t, crossing g <= t ->
  if germ_positive g then 0 <= value g t else value g t <= 0.
Proof.
  intros g t Ht. unfold germ_positive, value.
  destruct (Rlt_dec 0 (slope g)) as [P|P].
  - pose proof (crossing_root g ltac:(lra)).
    assert (slope g * crossing g <= slope g * t) by (apply Rmult_le_compat_l; lra). lra.
  - destruct (Rlt_dec (slope g) 0) as [N|N].
    + pose proof (crossing_root g ltac:(lra)).
      assert (slope g * t <= slope g * crossing g) by (apply Rmult_le_compat_neg_l; lra). lra.
    + assert (slope g = 0) as -> by lra. destruct (Rlt_dec 0 (intercept g)); lra.
Qed.

(** Past its crossing the sign is strict, unless the germ is (0, 0). *)
Lemma positive_strict : forall g t, crossing g < t ->
  intercept g <> 0 \/ slope g <> 0 ->
  if germ_positive g then 0 < value g t else value g t < 0.
Proof.
  intros g t Ht Hne. unfold germ_positive, value.
  destruct (Rlt_dec 0 (slope g)) as [P|P].
  - pose proof (crossing_root g ltac:(lra)).
    assert (slope g * crossing g < slope g * t) by (apply Rmult_lt_compat_l; lra). lra.
  - destruct (Rlt_dec (slope g) 0) as [N|N].
    + pose proof (crossing_root g ltac:(lra)).
      assert (slope g * t < slope g * crossing g).
      { apply Ropp_lt_cancel. rewrite !Ropp_mult_distr_l.
        apply Rmult_lt_compat_l; lra. }
      lra.
    + assert (slope g = 0) as E by lra. rewrite E.
      destruct (Rlt_dec 0 (intercept g)); [lra|]. destruct Hne; lra.
Qed.

Lemma value_scale : forall w g t, value (germ_scale w g) t = w * value g t.
Proof. intros. unfold value. simpl. ring. Qed.

Lemma value_minus : forall g h t, value (germ_minus g h) t = value g t - value h t.
Proof. intros. unfold value. simpl. ring. Qed.

Lemma value_shift : forall g r t, value (germ_shift g r) t = value g t - r.
Proof. intros. unfold value. simpl. ring. Qed.

(** A germ that a clip keeps is constant. *)
Lemma kept_by_clip : forall g lo hi, germ_positive (germ_shift g hi) = false ->
  germ_positive (germ_shift g lo) = true -> slope g = 0.
Proof.
  intros g lo hi not_above above. unfold germ_positive in *. cbn [slope germ_shift] in *.
  destruct (Rlt_dec 0 (slope g)); [discriminate|].
  destruct (Rlt_dec (slope g) 0); [discriminate|]. lra.
Qed.

(** Where both crossings are passed, [germ_clip] is the clip. *)
Lemma clip_sound : forall lo hi g t,
  crossing (germ_shift g lo) <= t -> crossing (germ_shift g hi) <= t ->
  clip lo hi (value g t) = value (germ_clip lo hi g) t.
Proof.
  intros lo hi g t late_lo late_hi. unfold germ_clip, clip.
  pose proof (positive_sound (germ_shift g hi) t late_hi) as sign_hi.
  pose proof (positive_sound (germ_shift g lo) t late_lo) as sign_lo.
  rewrite value_shift in *. pose proof (Rmax_r lo (value g t)).
  destruct (germ_positive (germ_shift g hi)).
  - rewrite Rmin_left by lra. unfold value. simpl. ring.
  - destruct (germ_positive (germ_shift g lo)).
    + rewrite Rmax_right by lra. apply Rmin_right. lra.
    + rewrite Rmax_left by lra. unfold value. simpl. ring.
Qed.

(** w is lexicographically at least g. *)
Definition lex_ge (w g : germ) : Prop :=
  slope g < slope w \/ (slope g = slope w /\ intercept g <= intercept w).

Lemma lex_ge_refl : forall g, lex_ge g g.
Proof. intros g. right. split; [reflexivity | lra]. Qed.

Lemma lex_ge_trans : forall g h k, lex_ge g h -> lex_ge h k -> lex_ge g k.
Proof. unfold lex_ge. intros g h k. lra. Qed.

Lemma positive_lex : forall g h,
  if germ_positive (germ_minus g h) then lex_ge g h else lex_ge h g.
Proof.
  intros g h. unfold germ_positive, lex_ge. simpl.
  destruct (Rlt_dec 0 (slope g - slope h)); [lra|].
  destruct (Rlt_dec (slope g - slope h) 0); [lra|].
  destruct (Rlt_dec 0 (intercept g - intercept h)); lra.
Qed.

Lemma winner_in : forall G js j, In (winner G j js) (j :: js).
Proof.
  induction js as [|k rest IH]; intros j; simpl; [left; reflexivity|].
  destruct (germ_positive _); [left; reflexivity|]. right. apply (IH k).
Qed.

Lemma winner_lex : forall G js j k, In k (j :: js) -> lex_ge (G (winner G j js)) (G k).
Proof.
  induction js as [|k' rest IH]; intros j k Hk.
  - destruct Hk as [<-|[]]. apply lex_ge_refl.
  - simpl. pose proof (positive_lex (G j) (G (winner G k' rest))) as P.
    destruct (germ_positive _).
    + destruct Hk as [<-|Hk]; [apply lex_ge_refl|].
      apply lex_ge_trans with (1 := P), IH, Hk.
    + destruct Hk as [<-|Hk]; [exact P | apply IH, Hk].
Qed.

(** The lexicographically larger germ is the larger line from the crossing on. *)
Lemma lex_ge_value : forall w g t,
  lex_ge w g -> crossing (germ_minus w g) <= t -> value g t <= value w t.
Proof.
  intros w g t L Ht. pose proof (positive_sound (germ_minus w g) t Ht) as P.
  rewrite value_minus in P. destruct (germ_positive (germ_minus w g)) eqn:E; [lra|].
  (* not positive although lexicographically at least: the germs are equal *)
  unfold germ_positive in E. simpl in E. unfold value, lex_ge in *.
  destruct (Rlt_dec 0 (slope w - slope g)); [discriminate|].
  destruct (Rlt_dec (slope w - slope g) 0); [lra|].
  assert (slope w = slope g) as -> by lra. lra.
Qed.

Lemma last_tie_ge : forall G w js k, In k js ->
  crossing (germ_minus w (G k)) <= last_tie G w js.
Proof.
  induction js as [|j rest IH]; intros k Hk; [destruct Hk|]. simpl.
  destruct Hk as [->|Hk]; [apply Rmax_l|].
  apply Rle_trans with (2 := Rmax_r _ _). apply IH, Hk.
Qed.

Lemma max_over_eq : forall x js j w,
  In w (j :: js) -> (forall k, In k (j :: js) -> x k <= x w) -> max_over x j js = x w.
Proof.
  induction js as [|k rest IH]; intros j w Hw largest.
  - destruct Hw as [<-|[]]. reflexivity.
  - simpl. destruct Hw as [<-|Hw].
    + apply Rmax_left.
      assert (M : forall l i, (forall m, In m (i :: l) -> x m <= x j) -> max_over x i l <= x j).
      { induction l as [|m l IHl]; intros i Hi; simpl; [apply Hi; left; reflexivity|].
        apply Rmax_lub; [apply Hi; left; reflexivity|].
        apply IHl. intros p Hp. apply Hi. right. exact Hp. }
      apply M. intros m Hm. apply largest. right. exact Hm.
    + rewrite (IH k w Hw); [|intros; apply largest; right; assumption].
      apply Rmax_right, largest. left. reflexivity.
Qed.

(** One step for all layers at once, at one time t. *)
Lemma push_correct : forall net G z t,
  (forall j, z j = value (G j) t) -> from net G <= t ->
  forall i, eval net z i = value (push net G i) t.
Proof.
  induction net as [|n W b|n s|n lo hi|n first others|f IHf g IHg|f IHf g IHg];
    intros G z t Hz Ht i; cbn [eval push from] in *.
  - apply Hz.
  - unfold value, affine_map. cbn [intercept slope].
    rewrite (sum_ext n _ (fun j => W i j * intercept (G j) + (W i j * slope (G j)) * t)).
    + rewrite sum_plus, sum_scal_r. ring.
    + intros j _. rewrite Hz. unfold value. ring.
  - destruct (Nat.ltb_spec i n) as [Hi|_]; [|unfold value; simpl; ring].
    assert (Hc : crossing (G i) <= t)
      by (apply Rle_trans with (2 := Ht), (max0_ge n (fun i => crossing (G i))); exact Hi).
    rewrite Hz. pose proof (positive_sound (G i) t Hc) as P. unfold leaky.
    destruct (germ_positive (G i)); destruct (Rlt_dec 0 (value (G i) t));
      rewrite ?value_scale; try lra; try reflexivity.
    assert (value (G i) t = 0) as -> by lra. ring.
  - destruct (Nat.ltb_spec i n) as [below|_]; [|unfold value; simpl; ring].
    pose proof (max0_ge n (fun i =>
      Rmax (crossing (germ_shift (G i) (lo i))) (crossing (germ_shift (G i) (hi i)))) i below) as bound.
    cbv beta in bound.
    pose proof (Rmax_l (crossing (germ_shift (G i) (lo i))) (crossing (germ_shift (G i) (hi i)))).
    pose proof (Rmax_r (crossing (germ_shift (G i) (lo i))) (crossing (germ_shift (G i) (hi i)))).
    rewrite Hz. apply clip_sound; lra.
  - destruct (Nat.ltb_spec i n) as [Hi|_]; [|unfold value; simpl; ring].
    rewrite (max_over_eq z (others i) (first i) (winner G (first i) (others i))).
    + apply Hz.
    + apply winner_in.
    + intros k Hk. rewrite !Hz. apply lex_ge_value; [apply winner_lex, Hk|].
      apply Rle_trans with (1 := last_tie_ge G _ _ k Hk).
      apply Rle_trans with (2 := Ht).
      apply (max0_ge n (fun i =>
        last_tie G (G (winner G (first i) (others i))) (first i :: others i))). exact Hi.
  - pose proof (Rmax_l (from f G) (from g (push f G))).
    pose proof (Rmax_r (from f G) (from g (push f G))).
    apply IHg; [|lra]. intros j. apply IHf; [exact Hz|lra].
  - pose proof (Rmax_l (from f G) (from g G)). pose proof (Rmax_r (from f G) (from g G)).
    rewrite (IHf G z t), (IHg G z t) by (assumption || lra).
    unfold value. simpl. ring.
Qed.

(** Claim eventually-affine (F1): along every ray, every network is the line
    found by the germ recursion from [tail_from] on. *)
Theorem eventually_affine : forall net x v t,
  tail_from net x v <= t ->
  forall c, eval net (ray x v t) c = tail_intercept net x v c + tail_slope net x v c * t.
Proof.
  intros net x v t Ht c.
  apply (push_correct net (ray_germs x v) (ray x v t) t); [|exact Ht].
  intros j. unfold ray, value. simpl. ring.
Qed.

(** [from] is the last t >= 0 at which a pre-activation changes sign, or two
    units of a window change places. *)
Fixpoint changes_at (net : network) (G : nat -> germ) (t : R) : Prop :=
  match net with
  | Identity => False
  | Affine _ _ _ => False
  | Leaky n _ => exists i, (i < n)%nat /\ slope (G i) <> 0 /\ value (G i) t = 0
  | Clip n lo hi => exists i, (i < n)%nat /\ slope (G i) <> 0
      /\ (value (G i) t = lo i \/ value (G i) t = hi i)
  | MaxPool n first others => exists i k, (i < n)%nat /\ In k (first i :: others i) /\
      let w := winner G (first i) (others i) in
      slope (G w) - slope (G k) <> 0 /\ value (G w) t = value (G k) t
  | Compose f g => changes_at f G t \/ changes_at g (push f G) t
  | Sum f g => changes_at f G t \/ changes_at g G t
  end.

Lemma crossing_unique : forall g t, slope g <> 0 -> value g t = 0 -> t = crossing g.
Proof.
  intros g t Hs Hv. pose proof (crossing_root g Hs) as C. unfold value in Hv.
  apply (Rmult_eq_reg_l (slope g)); [lra | exact Hs].
Qed.

Lemma crossing_pos : forall g, 0 < crossing g -> slope g <> 0 /\ value g (crossing g) = 0.
Proof.
  intros g positive. assert (N : slope g <> 0).
  { intros Z. unfold crossing in positive. destruct (Req_EM_T (slope g) 0); [lra | contradiction]. }
  split; [exact N|]. pose proof (crossing_root g N). unfold value. lra.
Qed.

Lemma max0_pos_attained : forall n g, 0 < max0 n g ->
  exists i, (i < n)%nat /\ max0 n g = g i.
Proof.
  induction n as [|n IH]; intros g positive; simpl in *; [lra|].
  unfold Rmax in *. destruct (Rle_dec (max0 n g) (g n)).
  - exists n. split; [lia | reflexivity].
  - destruct (IH g positive) as [i [Hi E]]. exists i. split; [lia | exact E].
Qed.

Lemma last_tie_pos_attained : forall G w js, 0 < last_tie G w js ->
  exists k, In k js /\ last_tie G w js = crossing (germ_minus w (G k)).
Proof.
  induction js as [|j rest IH]; intros positive; simpl in *; [lra|].
  unfold Rmax in *. destruct (Rle_dec (crossing (germ_minus w (G j))) (last_tie G w rest)).
  - destruct (IH positive) as [k [Hk E]]. exists k. split; [right; exact Hk | exact E].
  - exists j. split; [left; reflexivity | reflexivity].
Qed.

Lemma from_attained : forall net G, 0 < from net G -> changes_at net G (from net G).
Proof.
  induction net as [|n W b|n s|n lo hi|n first others|f IHf g IHg|f IHf g IHg];
    intros G from_pos; cbn [from changes_at] in *; try lra.
  - destruct (max0_pos_attained n _ from_pos) as [i [Hi E]]. rewrite E in *.
    exists i. split; [exact Hi | apply crossing_pos, from_pos].
  - destruct (max0_pos_attained n _ from_pos) as [i [below attained]]. rewrite attained in *.
    exists i. split; [exact below|].
    assert (each : forall r, 0 < crossing (germ_shift (G i) r) ->
      slope (G i) <> 0 /\ value (G i) (crossing (germ_shift (G i) r)) = r).
    { intros r positive. destruct (crossing_pos _ positive) as [moves zero].
      rewrite value_shift in zero. split; [exact moves|lra]. }
    unfold Rmax in *.
    destruct (Rle_dec (crossing (germ_shift (G i) (lo i))) (crossing (germ_shift (G i) (hi i))));
      destruct (each _ from_pos) as [moves at_bound]; split; auto.
  - destruct (max0_pos_attained n _ from_pos) as [i [Hi E]]. rewrite E in *.
    destruct (last_tie_pos_attained _ _ _ from_pos) as [k [Hk Ek]]. rewrite Ek in *.
    exists i, k. split; [exact Hi|]. split; [exact Hk|].
    destruct (crossing_pos _ from_pos) as [N V]. rewrite value_minus in V. split; [exact N | lra].
  - unfold Rmax in *. destruct (Rle_dec (from f G) (from g (push f G)));
      [right; apply IHg, from_pos | left; apply IHf, from_pos].
  - unfold Rmax in *. destruct (Rle_dec (from f G) (from g G));
      [right; apply IHg, from_pos | left; apply IHf, from_pos].
Qed.

Lemma from_last : forall net G t, changes_at net G t -> t <= from net G.
Proof.
  induction net as [|n W b|n s|n lo hi|n first others|f IHf g IHg|f IHf g IHg];
    intros G t changes; cbn [from changes_at] in *; try contradiction.
  - destruct changes as [i [Hi [Hs Hv]]]. rewrite (crossing_unique (G i) t Hs Hv).
    apply (max0_ge n (fun i => crossing (G i))), Hi.
  - destruct changes as [i [below [moves at_bound]]].
    apply Rle_trans with (2 := max0_ge n (fun i =>
      Rmax (crossing (germ_shift (G i) (lo i))) (crossing (germ_shift (G i) (hi i)))) i below).
    destruct at_bound as [at_bound|at_bound].
    + rewrite (crossing_unique (germ_shift (G i) (lo i)) t moves) by (rewrite value_shift; lra).
      apply Rmax_l.
    + rewrite (crossing_unique (germ_shift (G i) (hi i)) t moves) by (rewrite value_shift; lra).
      apply Rmax_r.
  - destruct changes as [i [k [Hi [Hk [Hs Hv]]]]].
    set (w := winner G (first i) (others i)) in *.
    rewrite (crossing_unique (germ_minus (G w) (G k)) t Hs).
    + apply Rle_trans with (1 := last_tie_ge G (G w) (first i :: others i) k Hk).
      apply (max0_ge n (fun i =>
        last_tie G (G (winner G (first i) (others i))) (first i :: others i))), Hi.
    + rewrite value_minus. lra.
  - destruct changes as [changes|changes];
      [apply Rle_trans with (2 := Rmax_l _ _), IHf, changes | apply Rle_trans with (2 := Rmax_r _ _), IHg, changes].
  - destruct changes as [changes|changes];
      [apply Rle_trans with (2 := Rmax_l _ _), IHf, changes | apply Rle_trans with (2 := Rmax_r _ _), IHg, changes].
Qed.

Theorem eventually_affine_from : forall net x v,
  0 <= tail_from net x v
  /\ (0 < tail_from net x v -> changes_at net (ray_germs x v) (tail_from net x v))
  /\ forall t, changes_at net (ray_germs x v) t -> t <= tail_from net x v.
Proof.
  intros net x v. split; [apply from_nonneg|].
  split; [apply from_attained | intros t; apply from_last].
Qed.

Lemma network_has_lines : forall net C x v,
  has_lines (eval net) C x v (tail_from net x v)
    (tail_intercept net x v) (tail_slope net x v).
Proof. intros net C x v t c Ht _. apply eventually_affine, Ht. Qed.

(** Intercepts and slopes do not depend on how they are found. *)
Theorem eventually_affine_unique : forall f C x v T a b T' a' b',
  has_lines f C x v T a b -> has_lines f C x v T' a' b' ->
  forall c, (c < C)%nat -> a c = a' c /\ b c = b' c.
Proof.
  intros f C x v T a b T' a' b' lines lines' c Hc.
  pose proof (Rmax_l T T'). pose proof (Rmax_r T T'). set (s := Rmax T T') in *.
  assert (E1 := lines s c ltac:(lra) Hc). rewrite (lines' s c ltac:(lra) Hc) in E1.
  assert (E2 := lines (s + 1) c ltac:(lra) Hc). rewrite (lines' (s + 1) c ltac:(lra) Hc) in E2.
  unfold line in *. assert (b c = b' c) as Eb by lra. rewrite Eb in E1. split; lra.
Qed.

(** ** The slopes are those of the network without biases *)

Fixpoint bias_free (net : network) : network :=
  match net with
  | Affine n W _ => Affine n W (fun _ => 0)
  | Clip n _ _ => Clip n (fun _ => 0) (fun _ => 0)
  | Compose f g => Compose (bias_free f) (bias_free g)
  | Sum f g => Sum (bias_free f) (bias_free g)
  | other => other
  end.

Lemma slope_bias_free : forall net G i,
  slope (push net G i) = eval (bias_free net) (fun j => slope (G j)) i.
Proof.
  induction net as [|n W b|n s|n lo hi|n first others|f IHf g IHg|f IHf g IHg];
    intros G i; cbn [push bias_free eval].
  - reflexivity.
  - reflexivity.
  - destruct (Nat.ltb i n); [|reflexivity]. unfold germ_positive, leaky.
    destruct (Rlt_dec 0 (slope (G i))); [reflexivity|].
    destruct (Rlt_dec (slope (G i)) 0); [reflexivity|].
    destruct (Rlt_dec 0 (intercept (G i))); simpl; [|reflexivity].
    assert (slope (G i) = 0) as -> by lra. ring.
  - destruct (Nat.ltb i n); [|reflexivity].
    assert (zero : clip 0 0 (slope (G i)) = 0) by (apply Rmin_left, Rmax_l).
    rewrite zero. unfold germ_clip.
    destruct (germ_positive (germ_shift (G i) (hi i))) eqn:above; [reflexivity|].
    destruct (germ_positive (germ_shift (G i) (lo i))) eqn:inside; [|reflexivity].
    exact (kept_by_clip (G i) (lo i) (hi i) above inside).
  - destruct (Nat.ltb i n); [|reflexivity].
    symmetry. apply (max_over_eq (fun j => slope (G j))); [apply winner_in|].
    intros k Hk. destruct (winner_lex G _ _ k Hk) as [L|[L _]]; lra.
  - rewrite IHg. f_equal. apply functional_extensionality. intros j. apply IHf.
  - simpl. rewrite IHf, IHg. reflexivity.
Qed.

(** Claim slopes-ignore-input (F3): b = f0(v) for every starting point. *)
Theorem slopes_ignore_input : forall net x v c,
  tail_slope net x v c = eval (bias_free net) v c.
Proof. intros net x v c. exact (slope_bias_free net (ray_germs x v) c). Qed.

(** So the regime and the winning class of a direction are settled for all
    inputs by one bias-free forward pass. *)
Theorem slopes_ignore_input_saturation : forall net C v k c,
  (1 < C)%nat -> (c < C)%nat ->
  unique_top C (eval (bias_free net) v) k ->
  forall x, tends_to (fun t => softmax C (eval net (ray x v t)) c) (one_hot k c).
Proof.
  intros net C v k c HC Hc U x.
  destruct (regimes (eval net) C x v (tail_from net x v) (tail_intercept net x v)
           (tail_slope net x v) HC (network_has_lines net C x v)) as [S _].
  apply (S k); [|exact Hc].
  replace (tail_slope net x v) with (eval (bias_free net) v); [exact U|].
  apply functional_extensionality. intros i. symmetry. apply slopes_ignore_input.
Qed.

(** ** The Jacobian on the tail *)

(** A clip keeps the germ. *)
Definition ends_inside (lo hi : R) (g : germ) : bool :=
  if germ_positive (germ_shift g hi) then false else germ_positive (germ_shift g lo).

Lemma ends_inside_slope : forall lo hi g, ends_inside lo hi g = true -> slope g = 0.
Proof.
  intros lo hi g. unfold ends_inside.
  destruct (germ_positive (germ_shift g hi)) eqn:above; [discriminate|].
  intros inside. exact (kept_by_clip g lo hi above inside).
Qed.

(** Forward-mode differentiation with the masks that the germs decide. *)
Fixpoint tangent (net : network) (G : nat -> germ) (d : vec) : vec :=
  match net with
  | Identity => d
  | Affine n W _ => affine_map n W (fun _ => 0) d
  | Leaky n s => fun i =>
      if Nat.ltb i n then if germ_positive (G i) then d i else s i * d i else 0
  | Clip n lo hi => fun i =>
      if Nat.ltb i n then if ends_inside (lo i) (hi i) (G i) then d i else 0 else 0
  | MaxPool n first others => fun i =>
      if Nat.ltb i n then d (winner G (first i) (others i)) else 0
  | Compose f g => tangent g (push f G) (tangent f G d)
  | Sum f g => fun i => tangent f G d i + tangent g G d i
  end.

(** No pre-activation germ is (0, 0), none of a clip stays on a bound, and no maximum is tied for ever. *)
Fixpoint off_boundary (net : network) (G : nat -> germ) : Prop :=
  match net with
  | Identity => True
  | Affine _ _ _ => True
  | Leaky n _ => forall i, (i < n)%nat -> intercept (G i) <> 0 \/ slope (G i) <> 0
  | Clip n lo hi => forall i, (i < n)%nat ->
      (intercept (G i) - lo i <> 0 \/ slope (G i) <> 0)
      /\ (intercept (G i) - hi i <> 0 \/ slope (G i) <> 0)
  | MaxPool n first others => forall i k, (i < n)%nat -> In k (first i :: others i) ->
      let w := winner G (first i) (others i) in
      k = w \/ intercept (G w) - intercept (G k) <> 0 \/ slope (G w) - slope (G k) <> 0
  | Compose f g => off_boundary f G /\ off_boundary g (push f G)
  | Sum f g => off_boundary f G /\ off_boundary g G
  end.

Definition basis (j : nat) : vec := fun i => if Nat.eqb i j then 1 else 0.

Definition tail_jacobian (net : network) (x v : vec) (i j : nat) : R :=
  tangent net (ray_germs x v) (basis j) i.

Lemma list_stays_below : forall (z : R -> vec) s0 (d : vec) w l,
  (forall j, derivable_pt_lim (fun s => z s j) s0 (d j)) ->
  (forall k, In k l -> k = w \/ z s0 k < z s0 w) ->
  exists e, 0 < e /\ forall s, Rabs (s - s0) < e -> forall k, In k l -> z s k <= z s w.
Proof.
  intros z s0 d w l Hd. induction l as [|k l IH]; intros each.
  - exists 1. split; [lra|]. intros s _ k [].
  - destruct IH as [e [He Hl]]; [intros; apply each; right; assumption|].
    destruct (each k (or_introl eq_refl)) as [->|Hlt].
    + exists e. split; [exact He|]. intros s Hs j [<-|Hj]; [lra | apply Hl; assumption].
    + destruct (derivable_pt_lim_positive_near (fun s => z s w - z s k) s0 (d w - d k))
        as [e' [He' Hk]].
      * apply (derivable_pt_lim_minus (fun s => z s w) (fun s => z s k)); apply Hd.
      * lra.
      * exists (Rmin e e'). pose proof (Rmin_l e e'). pose proof (Rmin_r e e').
        split; [apply Rmin_glb_lt; assumption|]. intros s Hs j [<-|Hj].
        -- specialize (Hk s ltac:(lra)). lra.
        -- apply Hl; [lra|assumption].
Qed.

(** Past [from] and off the boundary the network is differentiable along any
    differentiable curve through the point, with the tangent above. *)
Lemma tangent_correct : forall net G (z : R -> vec) s0 (d : vec) t,
  (forall j, derivable_pt_lim (fun s => z s j) s0 (d j)) ->
  (forall j, z s0 j = value (G j) t) -> from net G < t -> off_boundary net G ->
  forall i, derivable_pt_lim (fun s => eval net (z s) i) s0 (tangent net G d i).
Proof.
  induction net as [|n W b|n s|n lo hi|n first others|f IHf g IHg|f IHf g IHg];
    intros G z s0 d t Hd Hz Ht Hoff i; cbn [eval tangent from off_boundary] in *.
  - apply Hd.
  - unfold affine_map.
    apply (derivable_pt_lim_plus (fun s => sum_below n (fun j => W i j * z s j)) (fun _ => b i));
      [|apply (derivable_pt_lim_const (b i))].
    apply (derivable_pt_lim_sum n (fun s j => W i j * z s j) (fun j => W i j * d j)).
    intros j _. apply (derivable_pt_lim_times (fun s => z s j)), Hd.
  - destruct (Nat.ltb_spec i n) as [Hi|_]; [|apply (derivable_pt_lim_const 0)].
    assert (Hc : crossing (G i) < t)
      by (apply Rle_lt_trans with (2 := Ht), (max0_ge n (fun i => crossing (G i))); exact Hi).
    pose proof (positive_strict (G i) t Hc (Hoff i Hi)) as P. rewrite <- Hz in P.
    destruct (germ_positive (G i)).
    + destruct (derivable_pt_lim_positive_near _ _ _ (Hd i) P) as [e [He Hpos]].
      apply derivable_pt_lim_near with (fun s => z s i) e; [exact He| |apply Hd].
      intros r Hr. specialize (Hpos r Hr). unfold leaky.
      destruct (Rlt_dec 0 (z r i)); [reflexivity|lra].
    + destruct (derivable_pt_lim_positive_near (fun s => - z s i) s0 (- d i)) as [e [He Hneg]].
      { apply (derivable_pt_lim_opp (fun s => z s i)), Hd. }
      { lra. }
      apply derivable_pt_lim_near with (fun r => s i * z r i) e; [exact He| |].
      * intros r Hr. specialize (Hneg r Hr). unfold leaky.
        destruct (Rlt_dec 0 (z r i)); [lra|reflexivity].
      * apply (derivable_pt_lim_times (fun r => z r i)), Hd.
  - destruct (Nat.ltb_spec i n) as [below|_]; [|apply (derivable_pt_lim_const 0)].
    pose proof (max0_ge n (fun i =>
      Rmax (crossing (germ_shift (G i) (lo i))) (crossing (germ_shift (G i) (hi i)))) i below) as bound.
    cbv beta in bound.
    pose proof (Rmax_l (crossing (germ_shift (G i) (lo i))) (crossing (germ_shift (G i) (hi i)))).
    pose proof (Rmax_r (crossing (germ_shift (G i) (lo i))) (crossing (germ_shift (G i) (hi i)))).
    destruct (Hoff i below) as [off_lo off_hi].
    pose proof (positive_strict (germ_shift (G i) (lo i)) t ltac:(lra) off_lo) as sign_lo.
    pose proof (positive_strict (germ_shift (G i) (hi i)) t ltac:(lra) off_hi) as sign_hi.
    rewrite !value_shift, <- !Hz in *.
    assert (above : forall r, r < z s0 i -> exists e, 0 < e /\ forall u, Rabs (u - s0) < e -> r < z u i).
    { intros r less. destruct (derivable_pt_lim_positive_near (fun u => z u i - r) s0 (d i - 0)) as [e [e_pos stays]].
      - apply (derivable_pt_lim_minus (fun u => z u i) (fun _ => r)); [apply Hd|apply (derivable_pt_lim_const r)].
      - lra.
      - exists e. split; [exact e_pos|]. intros u close. specialize (stays u close). lra. }
    assert (under : forall r, z s0 i < r -> exists e, 0 < e /\ forall u, Rabs (u - s0) < e -> z u i < r).
    { intros r more. destruct (derivable_pt_lim_positive_near (fun u => r - z u i) s0 (0 - d i)) as [e [e_pos stays]].
      - apply (derivable_pt_lim_minus (fun _ => r) (fun u => z u i)); [apply (derivable_pt_lim_const r)|apply Hd].
      - lra.
      - exists e. split; [exact e_pos|]. intros u close. specialize (stays u close). lra. }
    unfold ends_inside, clip. destruct (germ_positive (germ_shift (G i) (hi i))).
    + destruct (above (hi i) ltac:(lra)) as [e [e_pos stays]].
      apply derivable_pt_lim_near with (fun _ => hi i) e; [exact e_pos| |apply (derivable_pt_lim_const (hi i))].
      intros u close. specialize (stays u close). pose proof (Rmax_r (lo i) (z u i)).
      rewrite Rmin_left by lra. reflexivity.
    + destruct (germ_positive (germ_shift (G i) (lo i))).
      * destruct (above (lo i) ltac:(lra)) as [e [e_pos stays]].
        destruct (under (hi i) ltac:(lra)) as [e' [e'_pos stays']].
        apply derivable_pt_lim_near with (fun u => z u i) (Rmin e e'); [apply Rmin_glb_lt; assumption| |apply Hd].
        intros u close. pose proof (Rmin_l e e'). pose proof (Rmin_r e e').
        specialize (stays u ltac:(lra)). specialize (stays' u ltac:(lra)).
        rewrite Rmax_right, Rmin_right by lra. reflexivity.
      * destruct (under (lo i) ltac:(lra)) as [e [e_pos stays]].
        apply derivable_pt_lim_near with (fun _ => Rmin (hi i) (lo i)) e; [exact e_pos| |apply (derivable_pt_lim_const (Rmin (hi i) (lo i)))].
        intros u close. specialize (stays u close). rewrite Rmax_left by lra. reflexivity.
  - destruct (Nat.ltb_spec i n) as [Hi|_]; [|apply (derivable_pt_lim_const 0)].
    set (w := winner G (first i) (others i)).
    assert (Hlt : forall k, In k (first i :: others i) -> k = w \/ z s0 k < z s0 w).
    { intros k Hk. destruct (Hoff i k Hi Hk) as [E|E]; [left; exact E|right].
      assert (Hc : crossing (germ_minus (G w) (G k)) < t).
      { apply Rle_lt_trans with (2 := Ht).
        apply Rle_trans with (1 := last_tie_ge G (G w) _ k Hk).
        apply (max0_ge n (fun i =>
          last_tie G (G (winner G (first i) (others i))) (first i :: others i))). exact Hi. }
      pose proof (positive_strict (germ_minus (G w) (G k)) t Hc E) as P.
      rewrite value_minus, <- !Hz in P.
      destruct (germ_positive (germ_minus (G w) (G k))); [lra|].
      pose proof (lex_ge_value (G w) (G k) t (winner_lex G _ _ k Hk) ltac:(lra)).
      rewrite <- !Hz in *. lra. }
    destruct (list_stays_below z s0 d w (first i :: others i) Hd Hlt) as [e [He Hle]].
    apply derivable_pt_lim_near with (fun s => z s w) e; [exact He| |apply Hd].
    intros r Hr. symmetry. apply max_over_eq; [apply winner_in|]. apply Hle, Hr.
  - destruct Hoff as [Of Og].
    pose proof (Rmax_l (from f G) (from g (push f G))).
    pose proof (Rmax_r (from f G) (from g (push f G))).
    apply (IHg (push f G) (fun s => eval f (z s)) s0 (tangent f G d) t).
    + intros j. apply (IHf G z s0 d t); try assumption. lra.
    + intros j. apply push_correct; [exact Hz|lra].
    + lra.
    + exact Og.
  - destruct Hoff as [Of Og].
    pose proof (Rmax_l (from f G) (from g G)). pose proof (Rmax_r (from f G) (from g G)).
    apply (derivable_pt_lim_plus (fun s => eval f (z s) i) (fun s => eval g (z s) i)).
    + apply (IHf G z s0 d t); try assumption. lra.
    + apply (IHg G z s0 d t); try assumption. lra.
Qed.

(** After [tail_from], off the boundary, the Jacobian is [tail_jacobian]. *)
Theorem eventually_affine_jacobian : forall net x v t i j,
  tail_from net x v < t -> off_boundary net (ray_germs x v) ->
  is_partial (fun y => eval net y i) j (ray x v t) (tail_jacobian net x v i j).
Proof.
  intros net x v t i j Ht Hoff. unfold is_partial, tail_jacobian.
  apply (tangent_correct net (ray_germs x v) (set_coord (ray x v t) j)
           (ray x v t j) (basis j) t); try assumption.
  - intros k. exact (is_partial_coordinate k j (ray x v t)).
  - intros k. rewrite set_coord_same. unfold ray, value. simpl. ring.
Qed.

Lemma network_has_tail : forall net C D x v,
  off_boundary net (ray_germs x v) ->
  has_tail (eval net) C D x v (tail_from net x v)
    (tail_intercept net x v) (tail_slope net x v) (tail_jacobian net x v).
Proof.
  intros net C D x v Hoff. split; [apply network_has_lines|].
  intros t c j Ht _ _. apply eventually_affine_jacobian; assumption.
Qed.

(** b = V v. *)
Lemma tangent_slope : forall net G i,
  tangent net G (fun j => slope (G j)) i = slope (push net G i).
Proof.
  induction net as [|n W b|n s|n lo hi|n first others|f IHf g IHg|f IHf g IHg];
    intros G i; cbn [tangent push].
  - reflexivity.
  - reflexivity.
  - destruct (Nat.ltb i n); [|reflexivity]. destruct (germ_positive (G i)); reflexivity.
  - destruct (Nat.ltb i n); [|reflexivity]. unfold ends_inside, germ_clip.
    destruct (germ_positive (germ_shift (G i) (hi i))); [reflexivity|].
    destruct (germ_positive (germ_shift (G i) (lo i))); reflexivity.
  - destruct (Nat.ltb i n); reflexivity.
  - rewrite <- IHg. f_equal. apply functional_extensionality. intros j. apply IHf.
  - simpl. rewrite IHf, IHg. reflexivity.
Qed.

Lemma tangent_plus : forall net G d e i,
  tangent net G (fun j => d j + e j) i = tangent net G d i + tangent net G e i.
Proof.
  induction net as [|n W b|n s|n lo hi|n first others|f IHf g IHg|f IHf g IHg];
    intros G d e i; cbn [tangent].
  - reflexivity.
  - unfold affine_map.
    rewrite (sum_ext n _ (fun j => W i j * d j + W i j * e j)) by (intros; ring).
    rewrite sum_plus. ring.
  - destruct (Nat.ltb i n); [|ring]. destruct (germ_positive (G i)); ring.
  - destruct (Nat.ltb i n); [|ring]. destruct (ends_inside (lo i) (hi i) (G i)); ring.
  - destruct (Nat.ltb i n); ring.
  - rewrite <- IHg. f_equal. apply functional_extensionality. intros j. apply IHf.
  - rewrite IHf, IHg. ring.
Qed.

Lemma tangent_scal : forall net G w d i,
  tangent net G (fun j => w * d j) i = w * tangent net G d i.
Proof.
  induction net as [|n W b|n s|n lo hi|n first others|f IHf g IHg|f IHf g IHg];
    intros G w d i; cbn [tangent].
  - reflexivity.
  - unfold affine_map.
    rewrite (sum_ext n _ (fun j => w * (W i j * d j))) by (intros; ring).
    rewrite sum_scal. ring.
  - destruct (Nat.ltb i n); [|ring]. destruct (germ_positive (G i)); ring.
  - destruct (Nat.ltb i n); [|ring]. destruct (ends_inside (lo i) (hi i) (G i)); ring.
  - destruct (Nat.ltb i n); ring.
  - rewrite <- IHg. f_equal. apply functional_extensionality. intros j. apply IHf.
  - rewrite IHf, IHg. ring.
Qed.

(** A direction of D coordinates is the combination of the basis directions. *)
Lemma tangent_expand : forall net G i D v,
  (forall j, (D <= j)%nat -> v j = 0) ->
  tangent net G v i = sum_below D (fun j => tangent net G (basis j) i * v j).
Proof.
  intros net G i D. induction D as [|D IH]; intros v Hv.
  - simpl. replace v with (fun j => 0 * v j).
    + rewrite tangent_scal. ring.
    + apply functional_extensionality. intros j. rewrite (Hv j) by lia. ring.
  - simpl. set (v' := set_coord v D 0).
    replace v with (fun j => v' j + v D * basis D j) at 1.
    + rewrite tangent_plus, tangent_scal, (IH v').
      * rewrite (sum_ext D (fun j => tangent net G (basis j) i * v' j)
                   (fun j => tangent net G (basis j) i * v j)); [ring|].
        intros j Hj. unfold v'. rewrite set_coord_other by lia. reflexivity.
      * intros j Hj. unfold v', set_coord. destruct (Nat.eqb_spec j D); [reflexivity|].
        apply Hv. lia.
    + apply functional_extensionality. intros j. unfold v', set_coord, basis.
      destruct (Nat.eqb_spec j D) as [->|]; ring.
Qed.

Theorem eventually_affine_slope_is_jacobian_times_direction : forall net x v D c,
  (forall j, (D <= j)%nat -> v j = 0) ->
  tail_slope net x v c = sum_below D (fun j => tail_jacobian net x v c j * v j).
Proof.
  intros net x v D c Hv. unfold tail_slope, tail_jacobian.
  rewrite <- tangent_slope. apply tangent_expand. exact Hv.
Qed.
