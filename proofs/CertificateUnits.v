(** * A certificate, unit by unit

    The function that a network computes, what a certificate claims of it, and
    what the checker's step at one unit proves.  File CertificateSound puts the
    steps together. *)

From Farfield Require Import Basics Calculus Tail Network AffineNear CertificateChecker
  CertificateNumbers.
Import ListNotations.

Open Scope R_scope.

(** ** The network as a function *)

Definition line_of (p : affine_piece) (x : R) : R :=
  number_value (piece_constant p) + number_value (piece_factor p) * x.

(** Piece p up to the first breakpoint, and so on; a breakpoint belongs to the piece on its left. *)
Fixpoint piecewise (breakpoints : list number) (p : affine_piece) (pieces : list affine_piece) (x : R) : R :=
  match breakpoints, pieces with
  | b :: more, q :: rest =>
      if Rle_dec x (number_value b) then line_of p x else piecewise more q rest x
  | _, _ => line_of p x
  end.

Fixpoint weighted_sum (values : place -> R) (terms : list (number * place)) : R :=
  match terms with
  | [] => 0
  | (w, p) :: rest => number_value w * values p + weighted_sum values rest
  end.

Fixpoint largest (values : place -> R) (p : place) (candidates : list place) : R :=
  match candidates with
  | [] => values p
  | q :: rest => Rmax (values p) (largest values q rest)
  end.

Definition unit_value (u : unit_kind) (values : place -> R) : R :=
  match u with
  | Combination _ bias terms => number_value bias + weighted_sum values terms
  | Pieces breakpoints (p :: pieces) source => piecewise breakpoints p pieces (values source)
  | Pieces _ [] _ => 0
  | Largest (p :: candidates) => largest values p candidates
  | Largest [] => 0
  end.

(** What stands in every place when the units have been computed in order, the first of them in
    place [next]. *)
Fixpoint unit_values (us : list unit_kind) (next : place) (values : place -> R) : place -> R :=
  match us with
  | [] => values
  | u :: rest =>
      unit_values rest (Pos.succ next)
        (fun p => if Pos.eqb p next then unit_value u values else values p)
  end.

Definition input_values (x : vec) : place -> R := fun p => x (pred (Pos.to_nat p)).

Definition values_at (net : exact_network) (x : vec) : place -> R :=
  unit_values (units net) (first_unit net) (input_values x).

(** The function from inputs to logits. *)
Definition network_function (net : exact_network) : vec -> vec :=
  fun x c => nth c (map (values_at net x) (outputs net)) 0.

Definition classes (net : exact_network) : nat := length (outputs net).

(** ** What the certificate says *)

Definition vector_of (xs : list number) : vec := fun i => number_value (nth i xs number_zero).

Fixpoint claims_from (cs : list unit_claim) (next : place) (claims : place -> germ)
    : place -> germ :=
  match cs with
  | [] => claims
  | c :: rest =>
      claims_from rest (Pos.succ next)
        (fun p => if Pos.eqb p next then germ_of (claimed c) else claims p)
  end.

(** The germ that the certificate gives for every place. *)
Definition claimed_germ (net : exact_network) (c : certificate) : place -> germ :=
  claims_from (unit_claims c) (first_unit net)
    (fun p => ray_germs (vector_of (ray_origin c)) (vector_of (ray_direction c)) (pred (Pos.to_nat p))).

Definition claimed_intercept (net : exact_network) (c : certificate) : vec :=
  fun k => nth k (map (fun p => intercept (claimed_germ net c p)) (outputs net)) 0.

Definition claimed_slope (net : exact_network) (c : certificate) : vec :=
  fun k => nth k (map (fun p => slope (claimed_germ net c p)) (outputs net)) 0.

Definition rivals (w : place) (candidates : list place) : list place :=
  filter (fun p => negb (Pos.eqb p w)) candidates.

(** The germs whose signs choose the piece of a unit. *)
Definition choice_germs (claims : place -> germ) (u : unit_kind) (c : choice) : list germ :=
  match u, c with
  | Pieces breakpoints _ source, OnPiece _ =>
      map (fun b => germ_shift (claims source) (number_value b)) breakpoints
  | Largest candidates, Winner w =>
      map (fun p => germ_minus (claims w) (claims p)) (rivals w candidates)
  | _, _ => []
  end.

(** The choice of a unit is what happens at every t beyond [last]. *)
Definition right_choice (claims : place -> germ) (last : R) (u : unit_kind) (c : choice) : Prop :=
  match u, c with
  | Combination _ _ _, NoChoice => True
  | Pieces breakpoints _ source, OnPiece k =>
      forall t, last < t ->
        (forall b, In b (firstn k breakpoints) -> number_value b < value (claims source) t)
        /\ (forall b, nth_error breakpoints k = Some b -> value (claims source) t <= number_value b)
  | Largest candidates, Winner w =>
      In w candidates
      /\ forall t p, last <= t -> In p candidates -> value (claims p) t <= value (claims w) t
  | _, _ => False
  end.

(** ** Tables *)

Lemma look_empty : forall (A : Type) p, look p (@Empty A) = None.
Proof. intros A [p|p|]; reflexivity. Qed.

Lemma look_put_same : forall (A : Type) p (a : A) t, look p (put p a t) = Some a.
Proof. intros A p. induction p as [p IH|p IH|]; intros a [|zeros entry ones]; simpl; auto. Qed.

Lemma look_put_other : forall (A : Type) p q (a : A) t, p <> q -> look p (put q a t) = look p t.
Proof.
  intros A p q. revert p.
  induction q as [q IH|q IH|]; intros [p|p|] a [|zeros entry ones] other; simpl;
    try rewrite !look_empty; try reflexivity; try congruence;
    rewrite IH by congruence; try apply look_empty; reflexivity.
Qed.

(** The table holds the germs G of the places before [next], and of no other. *)
Definition describes (known : table knowledge) (next : place) (G : place -> germ) : Prop :=
  forall p, match look p known with
    | Some (g, level) => (p < next)%positive /\ valid_germ g = true /\ germ_of g = G p
        /\ (level = true -> slope (G p) = 0)
    | None => (next <= p)%positive
    end.

Lemma describes_look : forall {known next G p g level}, describes known next G ->
  look p known = Some (g, level) ->
  (p < next)%positive /\ valid_germ g = true /\ germ_of g = G p /\ (level = true -> slope (G p) = 0).
Proof. intros known next G p g level right found. specialize (right p). rewrite found in right. exact right. Qed.

Lemma describes_put : forall known next G g h level, describes known next G ->
  valid_germ g = true -> germ_of g = h -> (level = true -> slope h = 0) ->
  describes (put next (g, level) known) (Pos.succ next) (fun p => if Pos.eqb p next then h else G p).
Proof.
  unfold describes, knowledge. intros known next G g h level right good equal still p.
  destruct (Pos.eqb_spec p next) as [->|other].
  - rewrite look_put_same. split; [apply Pos.lt_succ_diag_r|]. auto.
  - rewrite look_put_other by exact other. specialize (right p).
    destruct (look p known) as [[g' level']|].
    + destruct right as [before rest]. split; [|exact rest]. apply Pos.lt_lt_succ, before.
    + apply Pos.le_succ_l. apply Pos.le_lteq in right. destruct right as [|same_place]; [assumption|congruence].
Qed.

(** ** One unit *)

Lemma valid_piece_parts : forall p, valid_piece p = true ->
  valid (piece_constant p) = true /\ valid (piece_factor p) = true.
Proof. intros p good. unfold valid_piece in good. destruct (valid (piece_constant p)); [auto|discriminate]. Qed.

Lemma on_piece_value : forall p x, valid_piece p = true -> valid x = true ->
  number_value (on_piece p x) = line_of p (number_value x) /\ valid (on_piece p x) = true.
Proof.
  intros p x good good_x. destruct (valid_piece_parts p good). unfold on_piece, line_of.
  split; [|apply valid_plus; [|apply valid_times]; assumption].
  rewrite plus_value, times_value by (assumption || (apply valid_times; assumption)). reflexivity.
Qed.

Lemma well_joined_step : forall b more p q rest, well_joined (b :: more) p (q :: rest) = true ->
  valid_piece p = true /\ valid b = true /\ line_of p (number_value b) = line_of q (number_value b)
  /\ match more with [] => True | next :: _ => number_value b < number_value next end
  /\ well_joined more q rest = true.
Proof.
  intros b more p q rest joined. cbn [well_joined] in joined.
  destruct (valid_piece p) eqn:good_p; [|discriminate].
  destruct (valid b) eqn:good_b; [|discriminate].
  destruct (valid_piece q) eqn:good_q; [|discriminate].
  destruct (same (on_piece p b) (on_piece q b)) eqn:meet_there; [|discriminate].
  destruct (below_next b more) eqn:ascending; [|discriminate].
  destruct (on_piece_value p b good_p good_b) as [value_p good_pb].
  destruct (on_piece_value q b good_q good_b) as [value_q good_qb].
  pose proof (same_spec _ _ good_pb good_qb) as equal. rewrite meet_there, value_p, value_q in equal.
  repeat split; try assumption. destruct more as [|next more]; [exact I|].
  unfold below_next in ascending. destruct (valid next) eqn:good_next; [|discriminate].
  pose proof (less_spec b next good_b good_next) as less_there. rewrite ascending in less_there.
  exact less_there.
Qed.

Lemma well_joined_head : forall breakpoints p pieces, well_joined breakpoints p pieces = true ->
  valid_piece p = true.
Proof.
  intros [|b more] p pieces joined; cbn [well_joined] in joined;
    destruct (valid_piece p); auto.
Qed.

Lemma well_joined_valid : forall breakpoints p pieces, well_joined breakpoints p pieces = true ->
  forall b, In b breakpoints -> valid b = true.
Proof.
  induction breakpoints as [|b more IH]; intros p pieces joined b' inside; [destruct inside|].
  destruct pieces as [|q rest].
  - cbn [well_joined] in joined. destruct (valid_piece p); discriminate.
  - destruct (well_joined_step b more p q rest joined) as (_ & good_b & _ & _ & joined_rest).
    destruct inside as [<-|inside]; [exact good_b|]. exact (IH q rest joined_rest b' inside).
Qed.

(** Up to its first breakpoint a function is its first piece. *)
Lemma piecewise_first : forall breakpoints p pieces x,
  match breakpoints with [] => True | b :: _ => x <= number_value b end ->
  piecewise breakpoints p pieces x = line_of p x.
Proof.
  intros [|b more] p [|q rest] x early; cbn [piecewise]; try reflexivity.
  destruct (Rle_dec x (number_value b)); [reflexivity|lra].
Qed.

Lemma last_piece_spec : forall {g breakpoints pieces p k j q},
  valid_germ g = true -> well_joined breakpoints p pieces = true ->
  last_piece g breakpoints p pieces k = (j, q) ->
  exists m, j = (k + m)%nat /\ nth_error (p :: pieces) m = Some q /\ valid_piece q = true
    /\ (forall b, In b (firstn m breakpoints) ->
          germ_positive (germ_shift (germ_of g) (number_value b)) = true)
    /\ (forall b, nth_error breakpoints m = Some b ->
          germ_positive (germ_shift (germ_of g) (number_value b)) = false)
    /\ (forall x, (forall b, In b (firstn m breakpoints) -> number_value b <= x) ->
          (forall b, nth_error breakpoints m = Some b -> x <= number_value b) ->
          piecewise breakpoints p pieces x = line_of q x).
Proof.
  intros g breakpoints. induction breakpoints as [|b more IH]; intros pieces p k j q good joined chosen_piece.
  - destruct pieces; [|cbn [well_joined] in joined; destruct (valid_piece p); discriminate].
    injection chosen_piece as <- <-. exists 0%nat. split; [lia|]. split; [reflexivity|].
    split; [exact (well_joined_head _ _ _ joined)|].
    split; [intros b []|]. split; [intros b absent; discriminate absent|]. reflexivity.
  - destruct pieces as [|q' rest]; [cbn [well_joined] in joined; destruct (valid_piece p); discriminate|].
    destruct (well_joined_step b more p q' rest joined) as (good_p & good_b & meet_there & ascending & joined_rest).
    cbn [last_piece] in chosen_piece. destruct (germ_of_above g b good good_b) as [shifted good_shifted].
    rewrite (is_positive_germ_spec _ good_shifted), shifted in chosen_piece.
    destruct (germ_positive (germ_shift (germ_of g) (number_value b))) eqn:above.
    + destruct (IH rest q' (S k) j q good joined_rest chosen_piece)
        as (m & number & which & good_q & passed & not_passed & there).
      exists (S m). split; [lia|]. split; [exact which|]. split; [exact good_q|].
      split; [intros b' [<-|inside]; [exact above|exact (passed b' inside)]|].
      split; [exact not_passed|]. intros x late early.
      assert (rest_there : piecewise more q' rest x = line_of q x)
        by (apply there; [intros b' inside; apply late; right; exact inside|exact early]).
      cbn [piecewise]. destruct (Rle_dec x (number_value b)) as [at_most|]; [|exact rest_there].
      assert (at_b : x = number_value b) by (pose proof (late b (or_introl eq_refl)); lra).
      rewrite <- rest_there, piecewise_first by (destruct more; [exact I|lra]).
      rewrite at_b. exact meet_there.
    + injection chosen_piece as <- <-. exists 0%nat. split; [lia|]. split; [reflexivity|].
      split; [exact good_p|]. split; [intros b' []|].
      split; [intros b' first_one; injection first_one as <-; exact above|].
      intros x _ early. apply (piecewise_first (b :: more)). apply early. reflexivity.
Qed.

Lemma add_terms_sound : forall {known next G terms g g'},
  describes known next G -> valid_germ g = true -> add_terms known terms g = Some g' ->
  valid_germ g' = true
  /\ (forall p, In p (map snd terms) -> (p < next)%positive)
  /\ forall values t, (forall p, (p < next)%positive -> values p = value (G p) t) ->
       value (germ_of g') t = value (germ_of g) t + weighted_sum values terms.
Proof.
  intros known next G terms. induction terms as [|[w p] rest IH]; intros g g' right good sum.
  - injection sum as <-. split; [exact good|]. split; [intros p []|]. intros. simpl. ring.
  - cbn [add_terms] in sum. destruct (valid w) eqn:good_w; [|discriminate].
    destruct (look p known) as [[h level]|] eqn:there; [|discriminate].
    destruct (describes_look right there) as (before & good_h & germ_h & _).
    pose proof (is_zero_spec w good_w) as nothing.
    assert (next_germ : exists g1, add_terms known rest g1 = Some g' /\ valid_germ g1 = true
      /\ germ_of g1 = germ_plus (germ_of g) (germ_scale (number_value w) (germ_of h))).
    { destruct (is_zero w).
      - exists g. split; [exact sum|]. split; [exact good|]. rewrite nothing.
        unfold germ_plus, germ_scale, germ_of. cbn [intercept slope]. f_equal; ring.
      - exists (combine_germs g w h). split; [exact sum|].
        split; [apply valid_combine; assumption|apply germ_of_combine; assumption]. }
    destruct next_germ as (g1 & sum_rest & good_1 & germ_1).
    destruct (IH g1 g' right good_1 sum_rest) as (good' & earlier & meaning).
    split; [exact good'|]. split; [intros q [<-|inside]; [exact before|exact (earlier q inside)]|].
    intros values t values_right. rewrite (meaning values t values_right), germ_1, germ_h.
    cbn [weighted_sum]. rewrite (values_right p before). unfold value, germ_plus, germ_scale.
    cbn [intercept slope]. ring.
Qed.

(** A value that is only moved about stays level. *)
Lemma moved_level_sound : forall {known next G terms g g'},
  describes known next G -> valid_germ g = true -> slope (germ_of g) = 0 ->
  add_terms known terms g = Some g' -> moved_level known terms = true -> slope (germ_of g') = 0.
Proof.
  intros known next G terms g g' right good still sum level.
  destruct terms as [|[w p] [|second rest]]; [| |discriminate].
  - injection sum as <-. exact still.
  - cbn [add_terms moved_level] in *. destruct (valid w) eqn:good_w; [|discriminate].
    destruct (look p known) as [[h h_level]|] eqn:there; [|discriminate].
    destruct (describes_look right there) as (_ & good_h & germ_h & h_still).
    injection sum as <-. destruct (is_zero w); [exact still|].
    rewrite germ_of_combine by assumption. unfold germ_plus, germ_scale. cbn [slope].
    rewrite still, germ_h, (h_still level). ring.
Qed.

Lemma meet_breakpoints_sound : forall last x breakpoints f f',
  valid last = true -> 0 <= number_value last -> valid_germ x = true ->
  (forall b, In b breakpoints -> valid b = true) ->
  meet_breakpoints last x breakpoints f = Some f' ->
  let germs := map (fun b => germ_shift (germ_of x) (number_value b)) breakpoints in
  (forall h, In h germs -> crossing h <= number_value last)
  /\ (changes f' = true -> changes f = true
      \/ exists h, In h germs /\ slope h <> 0 /\ value h (number_value last) = 0)
  /\ (touches f' = true <-> touches f = true \/ In germ_zero germs).
Proof.
  intros last x breakpoints. induction breakpoints as [|b more IH]; intros f f' good_last nonneg good all_good met germs.
  - injection met as <-. split; [intros h []|]. split; [auto|]. simpl. tauto.
  - cbn [meet_breakpoints] in met.
    destruct (germ_of_above x b good (all_good b (or_introl eq_refl))) as [shifted good_shifted].
    destruct (meet last (above_breakpoint x b) f) as [f1|] eqn:first_met; [|discriminate].
    destruct (meet_sound last _ f f1 good_last good_shifted nonneg first_met) as (early & moved & touched).
    rewrite shifted in *.
    destruct (IH f1 f' good_last nonneg good ltac:(intros; apply all_good; right; assumption) met)
      as (early_rest & moved_rest & touched_rest).
    unfold germs. cbn [map]. split; [|split].
    + intros h [<-|inside]; [exact early|exact (early_rest h inside)].
    + intros changed. destruct (moved_rest changed) as [changed_first|(h & inside & rest)].
      * destruct (moved changed_first) as [|moves]; [left; assumption|].
        right. eexists. split; [left; reflexivity|exact moves].
      * right. exists h. split; [right; exact inside|exact rest].
    + rewrite touched_rest, touched. cbn [In]. tauto.
Qed.

Lemma in_rivals : forall w candidates p, In p (rivals w candidates) <-> In p candidates /\ p <> w.
Proof.
  intros w candidates p. unfold rivals. rewrite filter_In, Bool.negb_true_iff, Pos.eqb_neq. reflexivity.
Qed.

Lemma wins_sound : forall {last known next G w best level candidates passed f f'},
  valid last = true -> 0 <= number_value last -> describes known next G ->
  look w known = Some (best, level) ->
  wins last known w best level candidates passed f = Some f' ->
  (passed = true \/ In w candidates)
  /\ (forall p, In p (rivals w candidates) ->
        let lead := germ_minus (G w) (G p) in
        (p < next)%positive /\ crossing lead <= number_value last
        /\ (germ_positive lead = true \/ lead = germ_zero)
        /\ (touches f' = false -> lead <> germ_zero
            \/ level = true /\ exists g, look p known = Some (g, true)))
  /\ (changes f' = true -> changes f = true
      \/ exists p, In p (rivals w candidates)
           /\ slope (germ_minus (G w) (G p)) <> 0
           /\ value (germ_minus (G w) (G p)) (number_value last) = 0)
  /\ (touches f = true -> touches f' = true)
  /\ (touches f' = true -> touches f = true
      \/ exists p, In p (rivals w candidates) /\ germ_minus (G w) (G p) = germ_zero).
Proof.
  intros last known next G w best level candidates.
  induction candidates as [|p rest IH]; intros passed f f' good_last nonneg right best_there won.
  - cbn [wins] in won. destruct passed; [|discriminate]. injection won as <-.
    split; [left; reflexivity|]. split; [intros p []|]. auto.
  - cbn [wins] in won. unfold rivals in *. cbn [filter]. destruct (Pos.eqb_spec p w) as [->|other]; cbn [negb].
    + destruct (IH true f f' good_last nonneg right best_there won) as (_ & others).
      split; [right; left; reflexivity|exact others].
    + destruct (look p known) as [[g also_level]|] eqn:there; [|discriminate].
      destruct (describes_look right there) as (before & good_g & germ_g & g_still).
      destruct (describes_look right best_there) as (_ & good_best & germ_best & best_still).
      destruct (germ_of_lead best g good_best good_g) as [lead_germ good_lead].
      rewrite germ_g, germ_best in lead_germ.
      set (lead := combine_germs best number_minus_one g) in *.
      assert (ahead : germ_positive (germ_minus (G w) (G p)) = true \/ germ_minus (G w) (G p) = germ_zero).
      { rewrite <- lead_germ, <- (is_positive_germ_spec lead good_lead).
        pose proof (is_zero_germ_spec lead good_lead) as zero.
        destruct (is_positive_germ lead); [left; reflexivity|right].
        destruct passed; [|discriminate]. destruct (is_zero_germ lead); [exact zero|discriminate]. }
      destruct (if is_positive_germ lead then true else if passed then is_zero_germ lead else false);
        [|discriminate].
      assert (in_rest : forall f1, wins last known w best level rest passed f1 = Some f' ->
        (passed = true \/ In w (p :: rest)) /\ _) by
        (intros f1 won_rest; destruct (IH passed f1 f' good_last nonneg right best_there won_rest) as (appears & others);
         split; [destruct appears; [left; assumption|right; right; assumption]|exact others]).
      destruct (if level then also_level else false) eqn:both.
      * assert (levels : level = true /\ also_level = true) by (destruct level, also_level; auto; discriminate).
        destruct levels as [level_true also_true].
        destruct (in_rest f won) as (appears & rivals_right & moved & kept & touched).
        split; [exact appears|]. split; [|split; [|split]].
        -- intros q [<-|inside]; [|exact (rivals_right q inside)].
           split; [exact before|]. split; [|split; [exact ahead|]].
           ++ unfold crossing, germ_minus. cbn [slope intercept].
              rewrite (best_still level_true), (g_still also_true).
              destruct (Req_EM_T (0 - 0) 0); [exact nonneg|lra].
           ++ intros _. right. split; [exact level_true|]. exists g. rewrite there, also_true. reflexivity.
        -- intros changed. destruct (moved changed) as [|(q & inside & moves)]; [left; assumption|].
           right. exists q. split; [right; exact inside|exact moves].
        -- exact kept.
        -- intros touched_now. destruct (touched touched_now) as [|(q & inside & zero)]; [left; assumption|].
           right. exists q. split; [right; exact inside|exact zero].
      * destruct (meet last lead f) as [f1|] eqn:met; [|discriminate].
        destruct (meet_sound last lead f f1 good_last good_lead nonneg met) as (early & moved_first & touched_first).
        rewrite lead_germ in *.
        destruct (in_rest f1 won) as (appears & rivals_right & moved & kept & touched).
        split; [exact appears|]. split; [|split; [|split]].
        -- intros q [<-|inside]; [|exact (rivals_right q inside)].
           split; [exact before|]. split; [exact early|]. split; [exact ahead|].
           intros untouched. left. intros zero.
           rewrite (kept (proj2 touched_first (or_intror zero))) in untouched. discriminate.
        -- intros changed. destruct (moved changed) as [changed_first|(q & inside & moves)].
           ++ destruct (moved_first changed_first) as [|moves]; [left; assumption|].
              right. exists p. split; [left; reflexivity|exact moves].
           ++ right. exists q. split; [right; exact inside|exact moves].
        -- intros was. apply kept, touched_first. left. exact was.
        -- intros touched_now. destruct (touched touched_now) as [was|(q & inside & zero)].
           ++ apply touched_first in was. destruct was as [|zero]; [left; assumption|].
              right. exists p. split; [left; reflexivity|exact zero].
           ++ right. exists q. split; [right; exact inside|exact zero].
Qed.

(** The slopes of a unit in the inputs, from those of the values it reads. *)
Definition unit_row (u : unit_kind) (c : choice) (rows : place -> vec) : vec :=
  match u, c with
  | Combination _ _ terms, _ => fun j => weighted_sum (fun p => rows p j) terms
  | Pieces _ pieces source, OnPiece k => fun j =>
      match nth_error pieces k with Some q => number_value (piece_factor q) * rows source j | None => 0 end
  | Largest _, Winner w => rows w
  | _, _ => fun _ => 0
  end.

Lemma largest_is : forall values w candidates p, In w (p :: candidates) ->
  (forall q, In q (p :: candidates) -> values q <= values w) -> largest values p candidates = values w.
Proof.
  intros values w candidates. induction candidates as [|q rest IH]; intros p inside most.
  - destruct inside as [<-|[]]. reflexivity.
  - cbn [largest]. destruct inside as [->|inside].
    + apply Rmax_left.
      assert (bound : forall l i, (forall m, In m (i :: l) -> values m <= values w) -> largest values i l <= values w).
      { induction l as [|m l IHl]; intros i each; cbn [largest]; [apply each; left; reflexivity|].
        apply Rmax_lub; [apply each; left; reflexivity|].
        apply IHl. intros n inside. apply each. right. exact inside. }
      apply bound. intros m inside. apply most. right. exact inside.
    + rewrite (IH q inside) by (intros m inside'; apply most; right; exact inside').
      apply Rmax_right, most. left. reflexivity.
Qed.

Lemma affine_near_sum : forall D (functions : place -> vec -> R) rows y terms,
  (forall p, In p (map snd terms) -> affine_near D (functions p) y (rows p)) ->
  affine_near D (fun z => weighted_sum (fun p => functions p z) terms) y
    (fun j => weighted_sum (fun p => rows p j) terms).
Proof.
  intros D functions rows y terms. induction terms as [|[w p] rest IH]; intros each; cbn [weighted_sum].
  - apply affine_near_constant.
  - apply affine_near_plus.
    + apply affine_near_scale, each. left. reflexivity.
    + apply IH. intros q inside. apply each. right. exact inside.
Qed.

Lemma germ_zero_parts : forall g, g <> germ_zero -> intercept g <> 0 \/ slope g <> 0.
Proof.
  intros [a b] other. cbn [intercept slope]. destruct (Req_dec a 0) as [->|]; [right|left; assumption].
  intros ->. apply other. reflexivity.
Qed.

(** What an accepted step says of its unit, G being the germs that the certificate claims. *)
Lemma make_sound : forall {last known next G u c f g level f'},
  valid last = true -> 0 <= number_value last -> describes known next G ->
  make last known next u c f = Fine (g, level, f') ->
  valid_germ g = true
  /\ (level = true -> slope (germ_of g) = 0)
  /\ (forall values t, number_value last <= t ->
        (forall p, (p < next)%positive -> values p = value (G p) t) ->
        unit_value u values = value (germ_of g) t)
  /\ (forall h, In h (choice_germs G u c) -> crossing h <= number_value last)
  /\ (changes f' = true -> changes f = true
      \/ exists h, In h (choice_germs G u c) /\ slope h <> 0 /\ value h (number_value last) = 0)
  /\ (touches f = true -> touches f' = true)
  /\ (touches f' = true -> touches f = true \/ In germ_zero (choice_germs G u c))
  /\ right_choice G (number_value last) u c
  /\ (touches f' = false -> forall D (functions : place -> vec -> R) rows y t, number_value last < t ->
        (forall p, (p < next)%positive ->
           functions p y = value (G p) t /\ affine_near D (functions p) y (rows p)) ->
        (forall p h, look p known = Some (h, true) -> forall j, (j < D)%nat -> rows p j = 0) ->
        affine_near D (fun z => unit_value u (fun p => functions p z)) y (unit_row u c rows)
        /\ (level = true -> forall j, (j < D)%nat -> unit_row u c rows j = 0)).
Proof.
  intros last known next G u c f g level f' good_last nonneg right made.
  destruct u as [moves bias terms|breakpoints pieces source|candidates], c as [|k|w];
    cbn [make] in made; try discriminate; try (destruct pieces; discriminate).
  - (* a combination *)
    destruct (valid bias) eqn:good_bias; [|discriminate].
    destruct (add_terms known terms (constant_germ bias)) as [g'|] eqn:sum; [|discriminate].
    injection made as <- <- <-.
    assert (good_constant : valid_germ (constant_germ bias) = true)
      by (apply valid_germ_intro; [exact good_bias|reflexivity]).
    destruct (add_terms_sound right good_constant sum) as (good & earlier & meaning).
    assert (still : slope (germ_of (constant_germ bias)) = 0) by apply number_value_zero.
    split; [exact good|]. split.
    { destruct moves; [|discriminate]. intros level.
      exact (moved_level_sound right good_constant still sum level). }
    split.
    { intros values t late agree. rewrite (meaning values t agree). cbn [unit_value].
      unfold value. rewrite still. cbn [germ_of constant_germ germ_start intercept]. ring. }
    split; [intros h []|]. split; [auto|]. split; [auto|]. split; [auto|]. split; [exact I|].
    intros _ D functions rows y t late each levels. cbn [unit_value unit_row]. split.
    + apply affine_near_ext with (fun z => weighted_sum (fun p => functions p z) terms + number_value bias);
        [intros; ring|].
      replace (fun j => weighted_sum (fun p => rows p j) terms)
        with (fun j => weighted_sum (fun p => rows p j) terms + 0)
        by (apply functional_extensionality; intros; ring).
      apply affine_near_plus; [|apply affine_near_constant].
      apply affine_near_sum. intros p inside. apply each, earlier, inside.
    + destruct moves; [|discriminate]. intros level j below.
      destruct terms as [|[v p] [|second rest]]; [reflexivity| |discriminate].
      cbn [moved_level weighted_sum] in *.
      destruct (look p known) as [[h h_level]|] eqn:there; [|discriminate]. subst h_level.
      rewrite (levels p h there j below). ring.
  - (* a piecewise function *)
    destruct pieces as [|p pieces]; [discriminate|].
    destruct (look source known) as [[x x_level]|] eqn:there; [|discriminate].
    destruct (describes_look right there) as (before & good_x & germ_x & _).
    destruct (well_joined breakpoints p pieces) eqn:joined; [|discriminate].
    destruct (last_piece x breakpoints p pieces 0) as [j q] eqn:which.
    destruct (Nat.eqb_spec j k) as [->|]; [|discriminate].
    destruct (meet_breakpoints last x breakpoints f) as [f1|] eqn:met; [|discriminate].
    injection made as <- <- <-.
    destruct (last_piece_spec good_x joined which)
      as (m & number & at_m & good_q & passed & not_passed & there_it_is).
    cbn in number. subst m. destruct (valid_piece_parts q good_q) as [good_constant good_factor].
    destruct (meet_breakpoints_sound _ _ _ _ _ good_last nonneg good_x (well_joined_valid _ _ _ joined) met)
      as (early & moved & touched).
    rewrite germ_x in *.
    assert (inside_germs : forall b, In b breakpoints -> In (germ_shift (G source) (number_value b))
        (choice_germs G (Pieces breakpoints (p :: pieces) source) (OnPiece k))).
    { intros b inside. cbn [choice_germs]. apply in_map_iff. exists b. auto. }
    assert (firstn_in : forall b, In b (firstn k breakpoints) -> In b breakpoints).
    { intros b inside. rewrite <- (firstn_skipn k breakpoints). apply in_or_app. left. exact inside. }
    assert (made_germ : germ_of (combine_germs (constant_germ (piece_constant q)) (piece_factor q) x)
      = germ_plus (mk_germ (number_value (piece_constant q)) 0) (germ_scale (number_value (piece_factor q)) (G source))).
    { rewrite germ_of_combine; [|apply valid_germ_intro; [exact good_constant|reflexivity]|exact good_factor|exact good_x].
      rewrite germ_x. f_equal. unfold germ_of, constant_germ. cbn [germ_start germ_speed].
      rewrite number_value_zero. reflexivity. }
    assert (made_value : forall t, value (germ_of (combine_germs (constant_germ (piece_constant q)) (piece_factor q) x)) t
      = line_of q (value (G source) t)).
    { intros t. rewrite made_germ. unfold value, germ_plus, germ_scale, line_of. cbn [intercept slope]. ring. }
    split.
    { apply valid_combine; [apply valid_germ_intro; [exact good_constant|reflexivity]|exact good_factor|exact good_x]. }
    split.
    { intros level. pose proof (is_zero_spec _ good_factor) as zero. rewrite level in zero.
      rewrite made_germ. unfold germ_plus, germ_scale. cbn [slope]. rewrite zero. ring. }
    split.
    { intros values t late agree. cbn [unit_value]. rewrite made_value, (agree source before).
      apply there_it_is.
      - intros b inside. pose proof (positive_sound (germ_shift (G source) (number_value b)) t) as sound.
        rewrite (passed b inside), value_shift in sound.
        pose proof (early _ (inside_germs b (firstn_in b inside))). lra.
      - intros b at_k. pose proof (positive_sound (germ_shift (G source) (number_value b)) t) as sound.
        rewrite (not_passed b at_k), value_shift in sound.
        pose proof (early _ (inside_germs b (nth_error_In _ _ at_k))). lra. }
    split; [exact early|]. split; [exact moved|].
    split; [intros was; apply touched; left; exact was|]. split; [apply touched|].
    split.
    { intros t late. split.
      - intros b inside. pose proof (early _ (inside_germs b (firstn_in b inside))) as crossed.
        pose proof (positive_strict (germ_shift (G source) (number_value b)) t) as strict.
        rewrite (passed b inside), value_shift in strict.
        enough (0 < value (G source) t - number_value b) by lra. apply strict; [lra|].
        apply germ_zero_parts. intros zero. specialize (passed b inside). rewrite zero in passed.
        unfold germ_positive, germ_zero in passed. cbn [slope intercept] in passed.
        destruct (Rlt_dec 0 0); [lra|discriminate].
      - intros b at_k. pose proof (positive_sound (germ_shift (G source) (number_value b)) t) as sound.
        rewrite (not_passed b at_k), value_shift in sound.
        pose proof (early _ (inside_germs b (nth_error_In _ _ at_k))). lra. }
    intros untouched D functions rows y t late each levels. cbn [unit_row]. rewrite at_m.
    destruct (each source before) as [at_y near].
    assert (away : forall b, In b breakpoints -> germ_shift (G source) (number_value b) <> germ_zero).
    { intros b inside zero. rewrite (proj2 touched) in untouched; [discriminate|].
      right. rewrite <- zero. exact (inside_germs b inside). }
    split.
    + assert (on_q : affine_near D (fun z => line_of q (functions source z)) y
          (fun j => number_value (piece_factor q) * rows source j)).
      { unfold line_of.
        apply affine_near_ext with (fun z => number_value (piece_factor q) * functions source z + number_value (piece_constant q));
          [intros; ring|].
        replace (fun j => number_value (piece_factor q) * rows source j)
          with (fun j => number_value (piece_factor q) * rows source j + 0)
          by (apply functional_extensionality; intros; ring).
        apply affine_near_plus; [apply affine_near_scale, near|apply affine_near_constant]. }
      destruct (near_all _ (firstn k breakpoints) D y (fun b z => number_value b < functions source z))
        as [r [r_positive above]].
      { intros b inside. apply (affine_near_less D (fun _ => number_value b) (functions source) y (fun _ => 0) (rows source));
          [apply affine_near_constant|exact near|].
        rewrite at_y. pose proof (early _ (inside_germs b (firstn_in b inside))) as crossed.
        pose proof (positive_strict (germ_shift (G source) (number_value b)) t) as strict.
        rewrite (passed b inside), value_shift in strict.
        enough (0 < value (G source) t - number_value b) by lra.
        apply strict; [lra|]. apply germ_zero_parts, away, firstn_in, inside. }
      assert (below : exists s, 0 < s /\ forall z, (forall j, (j < D)%nat -> Rabs (z j - y j) < s) ->
        forall b, nth_error breakpoints k = Some b -> functions source z < number_value b).
      { destruct (nth_error breakpoints k) as [b|] eqn:at_k.
        - destruct (affine_near_less D (functions source) (fun _ => number_value b) y (rows source) (fun _ => 0))
            as [s [s_positive under]]; [exact near|apply affine_near_constant| |].
          + rewrite at_y. pose proof (early _ (inside_germs b (nth_error_In _ _ at_k))) as crossed.
            pose proof (positive_strict (germ_shift (G source) (number_value b)) t) as strict.
            rewrite (not_passed b eq_refl), value_shift in strict.
            enough (value (G source) t - number_value b < 0) by lra.
            apply strict; [lra|]. apply germ_zero_parts, away, (nth_error_In _ _ at_k).
          + exists s. split; [exact s_positive|]. intros z close b' same_b. injection same_b as <-.
            exact (under z close).
        - exists 1. split; [lra|]. intros z _ b absent. discriminate absent. }
      destruct below as [s [s_positive under]].
      apply affine_near_agree with (fun z => line_of q (functions source z)) (Rmin r s);
        [apply Rmin_glb_lt; assumption| |exact on_q].
      intros z close. pose proof (Rmin_l r s). pose proof (Rmin_r r s). cbn [unit_value].
      apply there_it_is.
      * intros b inside. apply Rlt_le, above; [|exact inside].
        intros j below. specialize (close j below). lra.
      * intros b at_k. apply Rlt_le, under; [|exact at_k].
        intros j below. specialize (close j below). lra.
    + intros level j below. pose proof (is_zero_spec _ good_factor) as zero. rewrite level in zero.
      rewrite zero. ring.
  - (* a maximum *)
    destruct (look w known) as [[best best_level]|] eqn:there; [|discriminate].
    destruct (wins last known w best best_level candidates false f) as [f1|] eqn:won; [|discriminate].
    injection made as <- <- <-.
    destruct (describes_look right there) as (before & good_best & germ_best & best_still).
    destruct (wins_sound good_last nonneg right there won)
      as (appears & rivals_right & moved & kept & touched).
    destruct appears as [impossible|inside_w]; [discriminate impossible|].
    assert (most : forall t p, number_value last <= t -> In p candidates ->
      value (G p) t <= value (G w) t).
    { intros t p late inside. destruct (Pos.eq_dec p w) as [->|other]; [lra|].
      destruct (rivals_right p (proj2 (in_rivals w candidates p) (conj inside other)))
        as (_ & crossed & ahead & _).
      pose proof (positive_sound (germ_minus (G w) (G p)) t ltac:(lra)) as sound.
      rewrite value_minus in sound. destruct ahead as [ahead|ahead].
      - rewrite ahead in sound. lra.
      - assert (zero : value (germ_minus (G w) (G p)) t = 0)
          by (rewrite ahead; unfold value, germ_zero; cbn [intercept slope]; ring).
        rewrite value_minus in zero. lra. }
    assert (all_before : forall p, In p candidates -> (p < next)%positive).
    { intros p inside. destruct (Pos.eq_dec p w) as [->|other]; [exact before|].
      apply (rivals_right p), in_rivals. auto. }
    split; [exact good_best|]. split; [discriminate|].
    split.
    { intros values t late agree. rewrite germ_best.
      destruct candidates as [|p candidates]; [destruct inside_w|]. cbn [unit_value].
      rewrite (largest_is values w candidates p inside_w); [apply agree, before|].
      intros q inside. rewrite !agree by (exact before || exact (all_before q inside)).
      apply most; assumption. }
    split.
    { intros h inside. cbn [choice_germs] in inside. apply in_map_iff in inside.
      destruct inside as (p & <- & inside). apply (rivals_right p inside). }
    split.
    { intros changed. destruct (moved changed) as [|(p & inside & moves)]; [left; assumption|].
      right. exists (germ_minus (G w) (G p)). split; [|exact moves].
      cbn [choice_germs]. apply in_map_iff. exists p. auto. }
    split; [exact kept|]. split.
    { intros touched_now. destruct (touched touched_now) as [|(p & inside & zero)]; [left; assumption|].
      right. cbn [choice_germs]. apply in_map_iff. exists p. auto. }
    split; [split; [exact inside_w|exact most]|].
    intros untouched D functions rows y t late each levels. cbn [unit_row]. split; [|discriminate].
    destruct (each w before) as [at_y near].
    destruct (near_all _ (rivals w candidates) D y (fun p z => functions p z <= functions w z))
      as [r [positive under]].
    { intros p inside. destruct (rivals_right p inside) as (p_before & crossed & ahead & apart).
      destruct (each p p_before) as [p_at_y p_near].
      destruct (apart untouched) as [nonzero|(level & (h & p_there))].
      - destruct (affine_near_less D (functions p) (functions w) y (rows p) (rows w) p_near near) as [s [s_positive less_near]].
        + rewrite p_at_y, at_y. destruct ahead as [ahead|zero]; [|contradiction].
          pose proof (positive_strict (germ_minus (G w) (G p)) t ltac:(lra) (germ_zero_parts _ nonzero)) as strict.
          rewrite ahead, value_minus in strict. lra.
        + exists s. split; [exact s_positive|]. intros z close. apply Rlt_le, less_near, close.
      - subst best_level.
        destruct (affine_near_level D (functions p) y (rows p) p_near (levels p h p_there)) as [s [s_positive p_constant]].
        destruct (affine_near_level D (functions w) y (rows w) near (levels w best there)) as [s' [s'_positive w_constant]].
        exists (Rmin s s'). split; [apply Rmin_glb_lt; assumption|]. intros z close.
        pose proof (Rmin_l s s'). pose proof (Rmin_r s s').
        rewrite p_constant by (intros j below; specialize (close j below); lra).
        rewrite w_constant by (intros j below; specialize (close j below); lra).
        rewrite p_at_y, at_y. apply most; [lra|]. apply in_rivals in inside. apply inside. }
    apply affine_near_agree with (functions w) r; [exact positive| |exact near].
    intros z close. destruct candidates as [|p candidates]; [destruct inside_w|]. cbn [unit_value].
    apply (largest_is (fun q => functions q z)); [exact inside_w|].
    intros q inside. destruct (Pos.eq_dec q w) as [->|other]; [lra|].
    apply under; [exact close|]. apply in_rivals. auto.
Qed.
