(** * A certificate, from its first unit to its last

    The checker's steps, put together: the inputs are loaded, then every unit
    adds what it makes to what is known. *)

From Farfield Require Import Basics Tail Network AffineNear CertificateChecker
  CertificateNumbers CertificateUnits.
Import ListNotations.

Open Scope R_scope.

(** ** All units *)

Fixpoint all_choice_germs (G : place -> germ) (us : list unit_kind) (cs : list unit_claim)
    : list germ :=
  match us, cs with
  | u :: us', c :: cs' => choice_germs G u (chosen c) ++ all_choice_germs G us' cs'
  | _, _ => []
  end.

Fixpoint all_right_choices (G : place -> germ) (last : R) (us : list unit_kind)
    (cs : list unit_claim) : Prop :=
  match us, cs with
  | u :: us', c :: cs' => right_choice G last u (chosen c) /\ all_right_choices G last us' cs'
  | [], [] => True
  | _, _ => False
  end.

Fixpoint rows_from (us : list unit_kind) (cs : list unit_claim) (next : place) (rows : place -> vec)
    : place -> vec :=
  match us, cs with
  | u :: us', c :: cs' =>
      rows_from us' cs' (Pos.succ next)
        (fun p => if Pos.eqb p next then unit_row u (chosen c) rows else rows p)
  | _, _ => rows
  end.

(** G has the germs that the certificate claims from place [next] on. *)
Fixpoint holds_claims (G : place -> germ) (cs : list unit_claim) (next : place) : Prop :=
  match cs with
  | [] => True
  | c :: rest => G next = germ_of (claimed c) /\ holds_claims G rest (Pos.succ next)
  end.

Lemma claims_from_before : forall cs next G p, (p < next)%positive -> claims_from cs next G p = G p.
Proof.
  induction cs as [|c rest IH]; intros next G p before; cbn [claims_from]; [reflexivity|].
  rewrite IH by (apply Pos.lt_lt_succ, before).
  destruct (Pos.eqb_spec p next) as [->|]; [|reflexivity]. elim (Pos.lt_irrefl next before).
Qed.

Lemma holds_claims_from : forall cs next G, holds_claims (claims_from cs next G) cs next.
Proof.
  induction cs as [|c rest IH]; intros next G; cbn [holds_claims]; [exact I|]. split.
  - cbn [claims_from]. rewrite claims_from_before by apply Pos.lt_succ_diag_r.
    rewrite Pos.eqb_refl. reflexivity.
  - apply IH.
Qed.

Lemma step_sound : forall {last G u c s s'},
  valid last = true -> 0 <= number_value last -> describes (known s) (free s) G ->
  G (free s) = germ_of (claimed c) -> step last u c s = Fine s' ->
  exists g level, make last (known s) (free s) u (chosen c) (found s) = Fine (g, level, found s')
    /\ germ_of g = G (free s) /\ known s' = put (free s) (g, level) (known s)
    /\ free s' = Pos.succ (free s) /\ describes (known s') (free s') G.
Proof.
  intros last G u c s s' good_last nonneg right claim stepped. unfold step in stepped.
  destruct (make last (known s) (free s) u (chosen c) (found s)) as [[[g level] f]|] eqn:made; [|discriminate].
  destruct (make_sound good_last nonneg right made) as (good & still & _).
  destruct (valid_germ (claimed c)) eqn:good_claim; [|discriminate].
  destruct (valid_germ_parts _ good) as [good_start good_speed].
  destruct (valid_germ_parts _ good_claim) as [claim_start claim_speed].
  pose proof (same_spec _ _ good_start claim_start) as starts.
  pose proof (same_spec _ _ good_speed claim_speed) as speeds.
  destruct (same (germ_start g) (germ_start (claimed c))); [|discriminate].
  destruct (same (germ_speed g) (germ_speed (claimed c))); [|discriminate].
  injection stepped as <-. cbn [known free found]. exists g, level.
  assert (equal : germ_of g = G (free s)) by (rewrite claim; unfold germ_of; rewrite starts, speeds; reflexivity).
  split; [reflexivity|]. split; [exact equal|]. split; [reflexivity|]. split; [reflexivity|].
  assert (put_right := describes_put (known s) (free s) G g (G (free s)) level right good equal
    ltac:(rewrite <- equal; exact still)).
  replace G with (fun p => if Pos.eqb p (free s) then G (free s) else G p) at 1; [exact put_right|].
  apply functional_extensionality. intros p. destruct (Pos.eqb_spec p (free s)) as [->|]; reflexivity.
Qed.

Lemma steps_sound : forall last G us cs s s',
  valid last = true -> 0 <= number_value last -> describes (known s) (free s) G ->
  holds_claims G cs (free s) -> steps last us cs s = Fine s' ->
  describes (known s') (free s') G
  /\ (forall values t, number_value last <= t ->
        (forall p, (p < free s)%positive -> values p = value (G p) t) ->
        forall p, (p < free s')%positive -> unit_values us (free s) values p = value (G p) t)
  /\ (forall h, In h (all_choice_germs G us cs) -> crossing h <= number_value last)
  /\ (changes (found s') = true -> changes (found s) = true
      \/ exists h, In h (all_choice_germs G us cs) /\ slope h <> 0 /\ value h (number_value last) = 0)
  /\ (touches (found s) = true -> touches (found s') = true)
  /\ (touches (found s') = true -> touches (found s) = true \/ In germ_zero (all_choice_germs G us cs))
  /\ all_right_choices G (number_value last) us cs
  /\ (touches (found s') = false -> forall D (functions : place -> vec -> R) rows y t, number_value last < t ->
        (forall p, (p < free s)%positive ->
           functions p y = value (G p) t /\ affine_near D (functions p) y (rows p)) ->
        (forall p h, look p (known s) = Some (h, true) -> forall j, (j < D)%nat -> rows p j = 0) ->
        forall p, (p < free s')%positive ->
          affine_near D (fun z => unit_values us (free s) (fun q => functions q z) p) y
            (rows_from us cs (free s) rows p)).
Proof.
  intros last G us. induction us as [|u us IH]; intros [|c cs] s s' good_last nonneg right claims stepped;
    cbn [steps] in stepped; try discriminate.
  - injection stepped as <-. cbn [all_choice_germs all_right_choices unit_values rows_from].
    split; [exact right|]. split; [intros values t _ agree p before; exact (agree p before)|].
    split; [intros h []|]. split; [auto|]. split; [auto|]. split; [auto|]. split; [exact I|].
    intros _ D functions rows y t _ each _ p before.
    apply affine_near_ext with (functions p); [reflexivity|]. exact (proj2 (each p before)).
  - destruct (step last u c s) as [s1|] eqn:one_step; [|discriminate].
    cbn [holds_claims] in claims. destruct claims as [claim claims].
    destruct (step_sound good_last nonneg right claim one_step)
      as (g & level & made & germ_g & known_1 & free_1 & right_1).
    destruct (make_sound good_last nonneg right made)
      as (_ & _ & value_right & early & moved & kept & touched & choice_right & smooth).
    rewrite <- free_1 in claims.
    destruct (IH cs s1 s' good_last nonneg right_1 claims stepped)
      as (right' & values_right & early' & moved' & kept' & touched' & choices_right & smooth').
    cbn [all_choice_germs all_right_choices unit_values rows_from]. rewrite <- free_1.
    assert (earlier : forall p, (p < free s1)%positive -> p = free s \/ (p < free s)%positive).
    { intros p before. rewrite free_1, Pos.lt_succ_r in before. apply Pos.le_lteq in before. tauto. }
    split; [exact right'|]. split; [|split; [|split; [|split; [|split; [|split]]]]].
    + intros values t late agree. apply values_right; [exact late|]. intros p before.
      destruct (Pos.eqb_spec p (free s)) as [->|other].
      * rewrite (value_right values t late agree), germ_g. reflexivity.
      * apply agree. destruct (earlier p before); [contradiction|assumption].
    + intros h inside. apply in_app_or in inside. destruct inside; auto.
    + intros changed. destruct (moved' changed) as [changed_first|(h & inside & rest)].
      * destruct (moved changed_first) as [|(h & inside & rest)]; [left; assumption|].
        right. exists h. split; [apply in_or_app; left; exact inside|exact rest].
      * right. exists h. split; [apply in_or_app; right; exact inside|exact rest].
    + auto.
    + intros touched_now. destruct (touched' touched_now) as [touched_first|inside].
      * destruct (touched touched_first) as [|inside]; [left; assumption|].
        right. apply in_or_app. left. exact inside.
      * right. apply in_or_app. right. exact inside.
    + split; assumption.
    + intros untouched D functions rows y t late each levels p before.
      assert (untouched_first : touches (found s1) = false).
      { destruct (touches (found s1)); [|reflexivity]. rewrite kept' in untouched by reflexivity. discriminate. }
      destruct (smooth untouched_first D functions rows y t late each levels) as [near level_row].
      apply (smooth' untouched D
        (fun q z => if Pos.eqb q (free s) then unit_value u (fun q' => functions q' z) else functions q z)
        (fun q => if Pos.eqb q (free s) then unit_row u (chosen c) rows else rows q) y t late); [| |exact before].
      * intros q q_before. destruct (Pos.eqb_spec q (free s)) as [->|other].
        -- split; [|exact near]. rewrite <- germ_g. apply value_right; [lra|]. intros q' q'_before.
           apply each, q'_before.
        -- apply each. destruct (earlier q q_before); [contradiction|assumption].
      * intros q h q_there j below. unfold knowledge in *. rewrite known_1 in q_there.
        destruct (Pos.eqb_spec q (free s)) as [->|other].
        -- rewrite look_put_same in q_there. injection q_there as _ level_true.
           apply level_row; [exact level_true|exact below].
        -- rewrite look_put_other in q_there by exact other. exact (levels q h q_there j below).
Qed.

(** ** The inputs *)

Lemma load_sound : forall G xs vs s s', describes (known s) (free s) G ->
  (forall p h, look p (known s) <> Some (h, true)) ->
  (forall i x v, nth_error xs i = Some x -> nth_error vs i = Some v ->
     G (Pos.of_nat (Pos.to_nat (free s) + i)) = mk_germ (number_value x) (number_value v)) ->
  load xs vs s = Fine s' ->
  describes (known s') (free s') G
  /\ (forall p h, look p (known s') <> Some (h, true))
  /\ found s' = found s
  /\ Pos.to_nat (free s') = (Pos.to_nat (free s) + length xs)%nat /\ length xs = length vs.
Proof.
  intros G xs. induction xs as [|x xs IH]; intros [|v vs] s s' right none_level germs loaded;
    cbn [load] in loaded; try discriminate.
  - injection loaded as <-. split; [exact right|]. split; [exact none_level|]. split; [reflexivity|].
    cbn [length]. split; lia.
  - destruct (valid_germ (mk_exact_germ x v)) eqn:good; [|discriminate].
    set (s1 := mk_progress (put (free s) (mk_exact_germ x v, false) (known s)) (Pos.succ (free s)) (found s)) in *.
    assert (germ_here : germ_of (mk_exact_germ x v) = G (free s)).
    { pose proof (germs 0%nat x v eq_refl eq_refl) as here. rewrite Nat.add_0_r, Pos2Nat.id in here.
      rewrite here. reflexivity. }
    assert (right_1 : describes (known s1) (free s1) G).
    { assert (put_right := describes_put (known s) (free s) G _ (G (free s)) false right good germ_here
        ltac:(discriminate)).
      replace G with (fun p => if Pos.eqb p (free s) then G (free s) else G p) at 1; [exact put_right|].
      apply functional_extensionality. intros p. destruct (Pos.eqb_spec p (free s)) as [->|]; reflexivity. }
    destruct (IH vs s1 s' right_1) as (right' & none_level' & same_found & place_of & same_length); [| |exact loaded|].
    + intros p h. unfold s1. cbn [known]. unfold knowledge in *. destruct (Pos.eq_dec p (free s)) as [->|other].
      * rewrite look_put_same. discriminate.
      * rewrite look_put_other by exact other. apply none_level.
    + intros i x' v' at_x at_v. unfold s1. cbn [free].
      rewrite Pos2Nat.inj_succ. replace (S (Pos.to_nat (free s)) + i)%nat with (Pos.to_nat (free s) + S i)%nat by lia.
      apply germs; [exact at_x|exact at_v].
    + split; [exact right'|]. split; [exact none_level'|]. split; [exact same_found|].
      unfold s1 in place_of. cbn [free] in place_of. rewrite Pos2Nat.inj_succ in place_of.
      cbn [length]. split; lia.
Qed.
