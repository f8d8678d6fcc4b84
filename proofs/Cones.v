(** * Directions that do not saturate form finitely many polyhedral cones
    (claim random-directions) *)

From Farfield Require Import Basics Calculus Softmax Tail Network.
Import ListNotations.

Open Scope R_scope.

(** ** Finite unions of polyhedral cones *)

Definition linear (h : vec -> R) : Prop :=
  exists n (w : vec), forall x, h x = sum_below n (fun j => w j * x j).

(** Given by its faces h v >= 0. *)
Definition in_cone (faces : list (vec -> R)) (v : vec) : Prop := forall h, In h faces -> 0 <= h v.
Definition polyhedral (faces : list (vec -> R)) : Prop := forall h, In h faces -> linear h.

Definition finite_union_of_cones (P : vec -> Prop) : Prop := exists cones : list (list (vec -> R)),
  (forall faces, In faces cones -> polyhedral faces)
  /\ forall v, P v <-> exists faces, In faces cones /\ in_cone faces v.

Lemma cones_ext : forall P Q, (forall v, P v <-> Q v) -> finite_union_of_cones P -> finite_union_of_cones Q.
Proof.
  intros P Q same [cones [flat_faces union]]. exists cones. split; [exact flat_faces|].
  intros v. rewrite <- same. apply union.
Qed.

Lemma cones_none : finite_union_of_cones (fun _ => False).
Proof.
  exists []. split; [intros faces []|]. intros v. split; [intros []|intros [faces [[] _]]].
Qed.

Lemma cones_all : finite_union_of_cones (fun _ => True).
Proof.
  exists [[]]. split; [intros faces [<-|[]] h []|]. intros v. split; [|intros; exact I].
  intros _. exists []. split; [left; reflexivity|intros h []].
Qed.

Lemma cones_or : forall P Q, finite_union_of_cones P -> finite_union_of_cones Q ->
  finite_union_of_cones (fun v => P v \/ Q v).
Proof.
  intros P Q [cones [flat_faces union]] [cones' [flat_faces' union']]. exists (cones ++ cones'). split.
  - intros faces member. apply in_app_iff in member. destruct member; auto.
  - intros v. rewrite union, union'. split.
    + intros [[faces [member inside]]|[faces [member inside]]]; exists faces;
        (split; [apply in_app_iff; auto|exact inside]).
    + intros [faces [member inside]]. apply in_app_iff in member.
      destruct member as [member|member]; [left|right]; exists faces; auto.
Qed.

Lemma in_cone_app : forall one two v, in_cone (one ++ two) v <-> in_cone one v /\ in_cone two v.
Proof.
  intros one two v. unfold in_cone. split.
  - intros inside. split; intros h member; apply inside, in_app_iff; auto.
  - intros [inside inside'] h member. apply in_app_iff in member. destruct member; auto.
Qed.

Lemma polyhedral_app : forall one two, polyhedral one -> polyhedral two -> polyhedral (one ++ two).
Proof. intros one two flat flat' h member. apply in_app_iff in member. destruct member; auto. Qed.

Lemma cones_and : forall P Q, finite_union_of_cones P -> finite_union_of_cones Q ->
  finite_union_of_cones (fun v => P v /\ Q v).
Proof.
  intros P Q [cones [flat_faces union]] [cones' [flat_faces' union']].
  exists (map (fun both => fst both ++ snd both) (list_prod cones cones')). split.
  - intros faces member. apply in_map_iff in member. destruct member as [[one two] [<- member]].
    apply in_prod_iff in member. destruct member. apply polyhedral_app; auto.
  - intros v. rewrite union, union'. split.
    + intros [[one [one_in inside]] [two [two_in inside']]]. exists (one ++ two). split.
      * apply in_map_iff. exists (one, two). split; [reflexivity|]. apply in_prod_iff. auto.
      * apply in_cone_app. auto.
    + intros [faces [member inside]]. apply in_map_iff in member.
      destruct member as [[one two] [<- member]]. apply in_prod_iff in member. destruct member.
      apply in_cone_app in inside. destruct inside. split; [exists one|exists two]; auto.
Qed.

Lemma cones_exists : forall n (P : nat -> vec -> Prop), (forall k, finite_union_of_cones (P k)) ->
  finite_union_of_cones (fun v => exists k, (k < n)%nat /\ P k v).
Proof.
  intros n P each. induction n as [|n IH].
  - apply cones_ext with (2 := cones_none). intros v. split; [intros []|intros [k [below _]]; lia].
  - apply cones_ext with (2 := cones_or _ _ IH (each n)). intros v. split.
    + intros [[k [below holds]]|holds]; [exists k; split; [lia|exact holds]|exists n; split; [lia|exact holds]].
    + intros [k [below holds]]. destruct (Nat.eq_dec k n) as [->|other]; [right; exact holds|left].
      exists k. split; [lia|exact holds].
Qed.

Lemma cones_forall : forall n (P : nat -> vec -> Prop), (forall k, finite_union_of_cones (P k)) ->
  finite_union_of_cones (fun v => forall k, (k < n)%nat -> P k v).
Proof.
  intros n P each. induction n as [|n IH].
  - apply cones_ext with (2 := cones_all). intros v. split; [intros _ k below; lia|intros; exact I].
  - apply cones_ext with (2 := cones_and _ _ IH (each n)). intros v. split.
    + intros [before last] k below. destruct (Nat.eq_dec k n) as [->|other]; [exact last|].
      apply before. lia.
    + intros all. split; [intros k below; apply all; lia|apply all; lia].
Qed.

(** ** Piecewise linear functions *)

Definition piecewise_linear (h : vec -> R) : Prop :=
  exists pieces : list (list (vec -> R) * (vec -> R)),
  (forall faces g, In (faces, g) pieces -> polyhedral faces /\ linear g)
  /\ (forall v, exists faces g, In (faces, g) pieces /\ in_cone faces v)
  /\ (forall v faces g, In (faces, g) pieces -> in_cone faces v -> h v = g v).

Lemma linear_zero : linear (fun _ => 0).
Proof. exists 0%nat, (fun _ => 0). intros x. reflexivity. Qed.

Lemma linear_coordinate : forall j, linear (fun x => x j).
Proof.
  intros j. exists (S j), (fun i => if Nat.eqb i j then 1 else 0). intros x.
  rewrite (sum_ext (S j) _ (fun i => if Nat.eqb i j then x i else 0)).
  - symmetry. apply (sum_single (S j) j x). lia.
  - intros i _. destruct (Nat.eqb i j); ring.
Qed.

Lemma linear_scal : forall s h, linear h -> linear (fun x => s * h x).
Proof.
  intros s h [n [w same]]. exists n, (fun j => s * w j). intros x. rewrite same, <- sum_scal.
  apply sum_ext. intros; ring.
Qed.

Lemma sum_longer : forall n m (g : nat -> R), (n <= m)%nat ->
  sum_below m (fun j => if Nat.ltb j n then g j else 0) = sum_below n g.
Proof.
  intros n m g order. induction m as [|m IH].
  - assert (n = 0)%nat as -> by lia. reflexivity.
  - cbn [sum_below]. destruct (Nat.eq_dec n (S m)) as [->|other].
    + rewrite (proj2 (Nat.ltb_lt m (S m))) by lia.
      rewrite (sum_ext m _ g); [reflexivity|]. intros j below.
      rewrite (proj2 (Nat.ltb_lt j (S m))) by lia. reflexivity.
    + rewrite IH by lia. rewrite (proj2 (Nat.ltb_ge m n)) by lia. ring.
Qed.

Lemma linear_plus : forall h g, linear h -> linear g -> linear (fun x => h x + g x).
Proof.
  intros h g [n [w same]] [m [u same']].
  exists (Nat.max n m), (fun j => (if Nat.ltb j n then w j else 0) + (if Nat.ltb j m then u j else 0)).
  intros x. rewrite same, same'.
  rewrite <- (sum_longer n (Nat.max n m) (fun j => w j * x j)) by lia.
  rewrite <- (sum_longer m (Nat.max n m) (fun j => u j * x j)) by lia.
  rewrite <- sum_plus. apply sum_ext. intros j _. destruct (Nat.ltb j n), (Nat.ltb j m); ring.
Qed.

Lemma piecewise_of_linear : forall h, linear h -> piecewise_linear h.
Proof.
  intros h is_linear. exists [([], h)]. split; [|split].
  - intros faces g [same|[]]. injection same as <- <-. split; [intros k []|exact is_linear].
  - intros v. exists [], h. split; [left; reflexivity|intros k []].
  - intros v faces g [same|[]] _. injection same as <- <-. reflexivity.
Qed.

(** Two functions, piece by piece: each pair of pieces gives several. *)
Lemma piecewise_pairs : forall h h' (F : vec -> R)
    (split_pair : (vec -> R) -> (vec -> R) -> list (list (vec -> R) * (vec -> R))),
  piecewise_linear h -> piecewise_linear h' ->
  (forall g g' faces k, linear g -> linear g' -> In (faces, k) (split_pair g g') -> polyhedral faces /\ linear k) ->
  (forall g g' v, exists faces k, In (faces, k) (split_pair g g') /\ in_cone faces v) ->
  (forall g g' v faces k, h v = g v -> h' v = g' v -> In (faces, k) (split_pair g g') -> in_cone faces v ->
    F v = k v) ->
  piecewise_linear F.
Proof.
  intros h h' F split_pair [l [flat [cover agree]]] [l' [flat' [cover' agree']]] split_flat split_cover split_agree.
  set (combine_pieces := fun both : (list (vec -> R) * (vec -> R)) * (list (vec -> R) * (vec -> R)) =>
    map (fun piece : list (vec -> R) * (vec -> R) =>
      (fst (fst both) ++ fst (snd both) ++ fst piece, snd piece))
      (split_pair (snd (fst both)) (snd (snd both)))).
  assert (members : forall faces k, In (faces, k) (flat_map combine_pieces (list_prod l l')) <->
    exists one g two g' three, In (one, g) l /\ In (two, g') l' /\ In (three, k) (split_pair g g')
      /\ faces = one ++ two ++ three).
  { intros faces k. rewrite in_flat_map. split.
    - intros [[[one g] [two g']] [member inner]]. apply in_prod_iff in member. destruct member.
      unfold combine_pieces in inner. apply in_map_iff in inner. destruct inner as [[three k'] [same inner]].
      cbn [fst snd] in *. injection same as <- <-. exists one, g, two, g', three. auto.
    - intros [one [g [two [g' [three [member [member' [inner ->]]]]]]]].
      exists ((one, g), (two, g')). split; [apply in_prod_iff; auto|].
      unfold combine_pieces. apply in_map_iff. exists (three, k). auto. }
  exists (flat_map combine_pieces (list_prod l l')). split; [|split].
  - intros faces k member. apply members in member.
    destruct member as [one [g [two [g' [three [member [member' [inner ->]]]]]]]].
    destruct (flat one g member) as [one_flat g_linear]. destruct (flat' two g' member') as [two_flat g'_linear].
    destruct (split_flat g g' three k g_linear g'_linear inner) as [three_flat k_linear].
    split; [|exact k_linear]. apply polyhedral_app; [exact one_flat|apply polyhedral_app; assumption].
  - intros v. destruct (cover v) as [one [g [member inside]]]. destruct (cover' v) as [two [g' [member' inside']]].
    destruct (split_cover g g' v) as [three [k [inner inside_three]]].
    exists (one ++ two ++ three), k. split.
    + apply members. exists one, g, two, g', three. auto.
    + apply in_cone_app. split; [exact inside|]. apply in_cone_app. auto.
  - intros v faces k member inside. apply members in member.
    destruct member as [one [g [two [g' [three [member [member' [inner ->]]]]]]]].
    apply in_cone_app in inside. destruct inside as [in_one rest].
    apply in_cone_app in rest. destruct rest as [in_two in_three].
    apply (split_agree g g' v three k); [apply (agree v one)|apply (agree' v two)| |]; assumption.
Qed.

Lemma piecewise_plus : forall h g, piecewise_linear h -> piecewise_linear g ->
  piecewise_linear (fun v => h v + g v).
Proof.
  intros h g pieces pieces'.
  apply (piecewise_pairs h g _ (fun g g' => [([], fun v => g v + g' v)]) pieces pieces').
  - intros k k' faces u linear_k linear_k' [same|[]]. injection same as <- <-.
    split; [intros face []|apply linear_plus; assumption].
  - intros k k' v. exists [], (fun v => k v + k' v). split; [left; reflexivity|intros face []].
  - intros k k' v faces u one two [same|[]] _. injection same as <- <-. rewrite one, two. reflexivity.
Qed.

Lemma piecewise_scal : forall s h, piecewise_linear h -> piecewise_linear (fun v => s * h v).
Proof.
  intros s h pieces.
  apply (piecewise_pairs h h _ (fun g _ => [([], fun v => s * g v)]) pieces pieces).
  - intros k k' faces u linear_k _ [same|[]]. injection same as <- <-.
    split; [intros face []|apply linear_scal, linear_k].
  - intros k k' v. exists [], (fun v => s * k v). split; [left; reflexivity|intros face []].
  - intros k k' v faces u one _ [same|[]] _. injection same as <- <-. rewrite one. reflexivity.
Qed.

Lemma linear_difference : forall g g', linear g -> linear g' -> linear (fun v => g v + -1 * g' v).
Proof. intros g g' one two. apply linear_plus; [exact one|apply linear_scal, two]. Qed.

Lemma piecewise_max : forall h g, piecewise_linear h -> piecewise_linear g ->
  piecewise_linear (fun v => Rmax (h v) (g v)).
Proof.
  intros h g pieces pieces'.
  apply (piecewise_pairs h g _ (fun g g' => [([fun v => g v + -1 * g' v], g); ([fun v => g' v + -1 * g v], g')])
    pieces pieces').
  - intros k k' faces u linear_k linear_k' member. simpl in member.
    destruct member as [same|[same|[]]]; injection same as <- <-; (split; [|assumption]);
      intros face [<-|[]]; apply linear_difference; assumption.
  - intros k k' v. destruct (Rle_dec (k' v) (k v)) as [less|more].
    + exists [fun v => k v + -1 * k' v], k. split; [left; reflexivity|]. intros face [<-|[]]. lra.
    + exists [fun v => k' v + -1 * k v], k'. split; [right; left; reflexivity|]. intros face [<-|[]]. lra.
  - intros k k' v faces u one two member inside. simpl in member. rewrite one, two.
    destruct member as [same|[same|[]]]; injection same as <- <-;
      specialize (inside _ (or_introl eq_refl)); cbv beta in inside;
      [apply Rmax_left|apply Rmax_right]; lra.
Qed.

Lemma piecewise_leaky : forall s h, piecewise_linear h -> piecewise_linear (fun v => leaky s (h v)).
Proof.
  intros s h pieces.
  apply (piecewise_pairs h h _ (fun g _ => [([g], g); ([fun v => -1 * g v], fun v => s * g v)]) pieces pieces).
  - intros k k' faces u linear_k _ member. simpl in member.
    destruct member as [same|[same|[]]]; injection same as <- <-; split; try assumption;
      try (apply linear_scal, linear_k); intros face [<-|[]]; [exact linear_k|apply linear_scal, linear_k].
  - intros k k' v. destruct (Rle_dec 0 (k v)) as [up|down].
    + exists [k], k. split; [left; reflexivity|]. intros face [<-|[]]. exact up.
    + exists [fun v => -1 * k v], (fun v => s * k v). split; [right; left; reflexivity|].
      intros face [<-|[]]. lra.
  - intros k k' v faces u one _ member inside. simpl in member. rewrite one. unfold leaky.
    destruct member as [same|[same|[]]]; injection same as <- <-;
      specialize (inside _ (or_introl eq_refl)); cbv beta in inside.
    + destruct (Rlt_dec 0 (k v)); [reflexivity|]. assert (k v = 0) as -> by lra. ring.
    + destruct (Rlt_dec 0 (k v)); [lra|reflexivity].
Qed.

Lemma piecewise_ext : forall h g, (forall v, h v = g v) -> piecewise_linear h -> piecewise_linear g.
Proof.
  intros h g same pieces. replace g with h; [exact pieces|]. apply functional_extensionality, same.
Qed.

Lemma piecewise_sum : forall n (h : nat -> vec -> R), (forall j, piecewise_linear (h j)) ->
  piecewise_linear (fun v => sum_below n (fun j => h j v)).
Proof.
  intros n h each. induction n as [|n IH]; [apply piecewise_of_linear, linear_zero|].
  apply (piecewise_plus (fun v => sum_below n (fun j => h j v)) (h n)); [exact IH|apply each].
Qed.

(** The bias-free network is piecewise linear, whatever it reads. *)
Lemma network_piecewise_linear : forall net (F : vec -> vec), (forall j, piecewise_linear (fun v => F v j)) ->
  forall i, piecewise_linear (fun v => eval (bias_free net) (F v) i).
Proof.
  induction net as [|n W b|n s|n lo hi|n first others|f onf g ong|f onf g ong];
    intros F pieces i; cbn [bias_free eval].
  - apply pieces.
  - apply piecewise_ext with (fun v => sum_below n (fun j => W i j * F v j));
      [intros v; unfold affine_map; ring|].
    apply (piecewise_sum n (fun j v => W i j * F v j)). intros j. apply piecewise_scal, pieces.
  - destruct (Nat.ltb i n); [|apply piecewise_of_linear, linear_zero]. apply piecewise_leaky, pieces.
  - apply piecewise_ext with (fun _ => 0); [|apply piecewise_of_linear, linear_zero]. intros v.
    destruct (Nat.ltb i n); [|reflexivity]. symmetry. apply Rmin_left, Rmax_l.
  - destruct (Nat.ltb i n); [|apply piecewise_of_linear, linear_zero]. generalize (first i) as j.
    induction (others i) as [|k rest IH]; intros j; cbn [max_over]; [apply pieces|].
    apply (piecewise_max (fun v => F v j) (fun v => max_over (F v) k rest)); [apply pieces|apply IH].
  - apply (ong (fun v => eval (bias_free f) (F v))). intros j. apply onf, pieces.
  - apply (piecewise_plus (fun v => eval (bias_free f) (F v) i) (fun v => eval (bias_free g) (F v) i));
      [apply onf|apply ong]; exact pieces.
Qed.

Lemma cones_of_order : forall h g, piecewise_linear h -> piecewise_linear g ->
  finite_union_of_cones (fun v => h v <= g v).
Proof.
  intros h g pieces pieces'.
  destruct (piecewise_plus g (fun v => -1 * h v) pieces' (piecewise_scal (-1) h pieces)) as [l [flat [cover agree]]].
  exists (map (fun piece => fst piece ++ [snd piece]) l). split.
  - intros faces member. apply in_map_iff in member. destruct member as [[one k] [<- member]].
    destruct (flat one k member) as [one_flat k_linear]. cbn [fst snd].
    apply polyhedral_app; [exact one_flat|]. intros face [<-|[]]. exact k_linear.
  - intros v. split.
    + intros order. destruct (cover v) as [one [k [member inside]]]. exists (one ++ [k]). split.
      * apply in_map_iff. exists (one, k). auto.
      * apply in_cone_app. split; [exact inside|]. intros face [<-|[]].
        rewrite <- (agree v one k member inside). lra.
    + intros [faces [member inside]]. apply in_map_iff in member. destruct member as [[one k] [<- member]].
      cbn [fst snd] in inside. apply in_cone_app in inside. destruct inside as [inside last].
      specialize (last k (or_introl eq_refl)). rewrite <- (agree v one k member inside) in last. lra.
Qed.

Lemma no_unique_top : forall C b, (0 < C)%nat ->
  ((~ exists k, unique_top C b k) <-> exists k, (k < C)%nat /\ exists l, (l < C)%nat /\ l <> k
    /\ forall c, (c < C)%nat -> b c <= b k /\ b c <= b l).
Proof.
  intros C b classes. split.
  - intros none. destruct (is_top_exists C b classes) as [k [below largest]].
    destruct (unique_top_or_rival C b k (conj below largest)) as [alone|[l [other [l_below equal]]]].
    + exfalso. apply none. exists k. exact alone.
    + exists k. split; [exact below|]. exists l. split; [exact l_below|]. split; [exact other|].
      intros c inside. split; [apply largest, inside|apply equal, inside].
  - intros [k [below [l [l_below [other both]]]]] [m [m_below m_alone]].
    destruct (Nat.eq_dec k m) as [->|k_other].
    + specialize (m_alone l l_below other). destruct (both m m_below). lra.
    + specialize (m_alone k below k_other). destruct (both m m_below). lra.
Qed.

(** The directions in which a network does not saturate: finitely many cones
    with flat faces, whatever the input. *)
Theorem random_directions_cones : forall net C, (0 < C)%nat ->
  finite_union_of_cones (fun v => ~ exists k, unique_top C (eval (bias_free net) v) k).
Proof.
  intros net C classes.
  assert (order : forall c k, finite_union_of_cones
    (fun v => eval (bias_free net) v c <= eval (bias_free net) v k)).
  { intros c k. apply cones_of_order; apply (network_piecewise_linear net (fun v => v));
      intros j; apply piecewise_of_linear, linear_coordinate. }
  apply cones_ext with (P := fun v => exists k, (k < C)%nat /\ exists l, (l < C)%nat /\ (l <> k
    /\ forall c, (c < C)%nat -> eval (bias_free net) v c <= eval (bias_free net) v k
       /\ eval (bias_free net) v c <= eval (bias_free net) v l)).
  { intros v. symmetry. apply no_unique_top, classes. }
  apply cones_exists. intros k. apply cones_exists. intros l.
  destruct (Nat.eq_dec l k) as [->|other].
  - apply cones_ext with (2 := cones_none). intros v. split; [intros []|intros [distinct _]; congruence].
  - apply cones_ext with (P := fun v => forall c, (c < C)%nat ->
      eval (bias_free net) v c <= eval (bias_free net) v k /\ eval (bias_free net) v c <= eval (bias_free net) v l).
    { intros v. split; [intros all; split; [exact other|exact all]|intros [_ all]; exact all]. }
    apply (cones_forall C (fun c v => eval (bias_free net) v c <= eval (bias_free net) v k
      /\ eval (bias_free net) v c <= eval (bias_free net) v l)).
    intros c. apply cones_and; apply order.
Qed.

(** The length of a direction does not matter. *)
Theorem random_directions_length : forall net s v i, 0 < s ->
  eval (bias_free net) (fun j => s * v j) i = s * eval (bias_free net) v i.
Proof.
  induction net as [|n W b|n p|n lo hi|n first others|f onf g ong|f onf g ong];
    intros s v i positive; cbn [bias_free eval].
  - reflexivity.
  - unfold affine_map. rewrite (sum_ext n _ (fun j => s * (W i j * v j))) by (intros; ring).
    rewrite sum_scal. ring.
  - destruct (Nat.ltb i n); [|ring]. unfold leaky.
    destruct (Rlt_dec 0 (s * v i)), (Rlt_dec 0 (v i)); try ring; exfalso; nra.
  - destruct (Nat.ltb i n); [|ring].
    assert (zero : forall r, clip 0 0 r = 0) by (intros r; apply Rmin_left, Rmax_l).
    rewrite !zero. ring.
  - destruct (Nat.ltb i n); [|ring]. generalize (first i) as j.
    induction (others i) as [|k rest IH]; intros j; cbn [max_over]; [reflexivity|].
    rewrite IH. apply RmaxRmult. lra.
  - rewrite <- ong by exact positive. f_equal. apply functional_extensionality. intros j. apply onf, positive.
  - rewrite onf, ong by exact positive. ring.
Qed.

(** A class on top in two directions between which the network without biases
    is additive is on top in their sum. *)
Theorem random_directions_sum : forall net C v w k,
  (forall c, (c < C)%nat -> eval (bias_free net) (fun j => v j + w j) c
    = eval (bias_free net) v c + eval (bias_free net) w c) ->
  is_top C (eval (bias_free net) v) k -> is_top C (eval (bias_free net) w) k ->
  is_top C (eval (bias_free net) (fun j => v j + w j)) k.
Proof.
  intros net C v w k additive [below largest] [_ largest']. split; [exact below|]. intros c inside.
  rewrite !additive by assumption. specialize (largest c inside). specialize (largest' c inside). lra.
Qed.
