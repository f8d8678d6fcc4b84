(** * What an accepted certificate says

    File CertificateChecker has a function [check] that accepts or refuses a
    certificate of a ray.  Here its answer gets a meaning: if it accepts, what
    the certificate says about the network is true, of real numbers and for
    every t from the certificate's last change on. *)

From Farfield Require Import Basics Calculus Softmax Tail Network CertificateChecker
  AffineNear CertificateNumbers CertificateUnits CertificateSteps.
Import ListNotations.

Open Scope R_scope.

(** ** The classes *)

Lemma collect_sound : forall known next G places outs, describes known next G ->
  collect known places = Some outs ->
  length outs = length places
  /\ (forall p, In p places -> (p < next)%positive)
  /\ (forall k g, nth_error outs k = Some g -> valid_germ g = true
        /\ exists p, nth_error places k = Some p /\ germ_of g = G p).
Proof.
  intros known next G places. induction places as [|p rest IH]; intros outs right collected;
    cbn [collect] in collected.
  - injection collected as <-. split; [reflexivity|]. split; [intros p []|].
    intros [|k] g absent; discriminate absent.
  - destruct (look p known) as [[g level]|] eqn:there; [|discriminate].
    destruct (collect known rest) as [gs|] eqn:collected_rest; [|discriminate].
    injection collected as <-. destruct (describes_look right there) as (before & good & germ_g & _).
    destruct (IH gs right eq_refl) as (lengths & all_before & each).
    split; [cbn [length]; lia|]. split; [intros q [<-|inside]; [exact before|exact (all_before q inside)]|].
    intros [|k] h at_k; [|exact (each k h at_k)]. injection at_k as <-.
    split; [exact good|]. exists p. split; [reflexivity|exact germ_g].
Qed.

Lemma leads_spec : forall b gs, valid b = true -> (forall g, In g gs -> valid_germ g = true) ->
  (leads b gs = true <-> forall g, In g gs -> number_value (germ_speed g) <= number_value b).
Proof.
  intros b gs good. induction gs as [|g rest IH]; intros all_good; cbn [leads].
  - split; [intros _ g []|reflexivity].
  - destruct (valid_germ_parts g (all_good g (or_introl eq_refl))) as [_ good_speed].
    pose proof (less_spec b (germ_speed g) good good_speed) as order.
    destruct (less b (germ_speed g)).
    + split; [discriminate|]. intros most. specialize (most g (or_introl eq_refl)). lra.
    + rewrite IH by (intros; apply all_good; right; assumption). split.
      * intros most h [<-|inside]; [exact order|exact (most h inside)].
      * intros most h inside. apply most. right. exact inside.
Qed.

Lemma leaders_spec : forall all gs c k, In k (leaders all gs c) <->
  exists i g, k = (c + i)%nat /\ nth_error gs i = Some g /\ leads (germ_speed g) all = true.
Proof.
  intros all gs. induction gs as [|g rest IH]; intros c k; cbn [leaders].
  - split; [intros []|]. intros (i & g & _ & absent & _). destruct i; discriminate absent.
  - assert (later : In k (leaders all rest (S c)) <->
      exists i h, k = (c + S i)%nat /\ nth_error rest i = Some h /\ leads (germ_speed h) all = true).
    { rewrite IH. split; intros (i & h & at_k & rest_of); exists i, h; (split; [lia|exact rest_of]). }
    destruct (leads (germ_speed g) all) eqn:leading; cbn [In]; rewrite later; split.
    + intros [<-|(i & h & at_k & there)]; [exists 0%nat, g; split; [lia|auto]|].
      exists (S i), h. split; [exact at_k|exact there].
    + intros ([|i] & h & at_k & there & h_leads).
      * left. lia.
      * right. exists i, h. auto.
    + intros (i & h & at_k & there). exists (S i), h. split; [exact at_k|exact there].
    + intros ([|i] & h & at_k & there & h_leads).
      * injection there as <-. congruence.
      * exists i, h. auto.
Qed.

Lemma leaders_distinct : forall all gs c, NoDup (leaders all gs c).
Proof.
  intros all gs. induction gs as [|g rest IH]; intros c; cbn [leaders]; [constructor|].
  destruct (leads (germ_speed g) all); [|apply IH]. constructor; [|apply IH].
  intros inside. apply leaders_spec in inside. destruct inside as (i & h & at_c & _). lia.
Qed.

Lemma leaders_all : forall all gs c, (length (leaders all gs c) <= length gs)%nat
  /\ (length (leaders all gs c) = length gs <-> forall g, In g gs -> leads (germ_speed g) all = true).
Proof.
  intros all gs. induction gs as [|g rest IH]; intros c; cbn [leaders].
  - split; [apply le_n|]. split; [intros _ g []|reflexivity].
  - destruct (IH (S c)) as [fewer equal].
    destruct (leads (germ_speed g) all) eqn:leading; cbn [length]; split; try lia; split.
    + intros lengths h [<-|inside]; [exact leading|]. apply equal; [lia|exact inside].
    + intros every. f_equal. apply equal. intros h inside. apply every. right. exact inside.
    + lia.
    + intros every. rewrite (every g (or_introl eq_refl)) in leading. discriminate.
Qed.

Lemma same_list_equal : forall xs ys, same_list xs ys = true -> xs = ys.
Proof.
  induction xs as [|x xs IH]; intros [|y ys] equal; cbn [same_list] in equal; try discriminate;
    [reflexivity|].
  destruct (Nat.eqb_spec x y) as [->|]; [|discriminate]. rewrite (IH ys equal). reflexivity.
Qed.

Lemma margin_spec : forall g k gs c best,
  valid_germ g = true -> (forall h, In h gs -> valid_germ h = true) ->
  (forall gap lead, best = Some (gap, lead) -> valid gap = true /\ valid lead = true) ->
  match margin g k gs c best with
  | None => best = None /\ forall i h, nth_error gs i = Some h -> (c + i)%nat = k
  | Some (gap, lead) =>
      valid gap = true /\ valid lead = true
      /\ (forall i h, nth_error gs i = Some h -> (c + i)%nat <> k ->
           number_value gap <= number_value (germ_speed g) - number_value (germ_speed h)
           /\ number_value (germ_start h) - number_value (germ_start g) <= number_value lead)
      /\ (forall gap' lead', best = Some (gap', lead') ->
           number_value gap <= number_value gap' /\ number_value lead' <= number_value lead)
      /\ ((exists i h, nth_error gs i = Some h /\ (c + i)%nat <> k
            /\ number_value gap = number_value (germ_speed g) - number_value (germ_speed h))
          \/ exists gap' lead', best = Some (gap', lead') /\ number_value gap = number_value gap')
  end.
Proof.
  intros g k gs. induction gs as [|h rest IH]; intros c best good all_good best_good; cbn [margin].
  - destruct best as [[gap lead]|].
    + destruct (best_good gap lead eq_refl). split; [assumption|]. split; [assumption|].
      split; [intros [|i] h absent; discriminate absent|].
      split; [intros gap' lead' same_best; injection same_best as <- <-; lra|].
      right. exists gap, lead. auto.
    + split; [reflexivity|]. intros [|i] h absent; discriminate absent.
  - assert (rest_good : forall h', In h' rest -> valid_germ h' = true)
      by (intros h' inside; apply all_good; right; exact inside).
    destruct (Nat.eqb_spec c k) as [at_k|other].
    + specialize (IH (S c) best good rest_good best_good).
      destruct (margin g k rest (S c) best) as [[gap lead]|].
      * destruct IH as (good_gap & good_lead & each & bound & attained).
        split; [exact good_gap|]. split; [exact good_lead|]. split; [|split; [exact bound|]].
        -- intros [|i] h' there elsewhere; [lia|]. apply (each i h' there). lia.
        -- destruct attained as [(i & h' & there & elsewhere & equal)|from_best]; [left|right; exact from_best].
           exists (S i), h'. split; [exact there|]. split; [lia|exact equal].
      * destruct IH as [none only]. split; [exact none|].
        intros [|i] h' there; [lia|]. specialize (only i h' there). lia.
    + destruct (valid_germ_parts g good) as [good_start good_speed].
      destruct (valid_germ_parts h (all_good h (or_introl eq_refl))) as [h_start h_speed].
      set (gap0 := minus (germ_speed g) (germ_speed h)). set (lead0 := minus (germ_start h) (germ_start g)).
      assert (gap0_value : number_value gap0 = number_value (germ_speed g) - number_value (germ_speed h))
        by (apply minus_value; assumption).
      assert (lead0_value : number_value lead0 = number_value (germ_start h) - number_value (germ_start g))
        by (apply minus_value; assumption).
      assert (good_gap0 : valid gap0 = true) by (apply valid_minus; assumption).
      assert (good_lead0 : valid lead0 = true) by (apply valid_minus; assumption).
      set (best' := match best with
        | None => Some (gap0, lead0)
        | Some (gap', lead') =>
            Some (if less gap0 gap' then gap0 else gap', if less lead' lead0 then lead0 else lead')
        end).
      assert (best'_is : exists gap lead, best' = Some (gap, lead) /\ valid gap = true /\ valid lead = true
        /\ number_value gap <= number_value gap0 /\ number_value lead0 <= number_value lead
        /\ (forall gap' lead', best = Some (gap', lead') ->
              number_value gap <= number_value gap' /\ number_value lead' <= number_value lead)
        /\ (gap = gap0 \/ exists gap' lead', best = Some (gap', lead') /\ gap = gap')).
      { unfold best'. destruct best as [[gap' lead']|].
        - destruct (best_good gap' lead' eq_refl) as [good_gap' good_lead'].
          pose proof (less_spec gap0 gap' good_gap0 good_gap') as gaps.
          pose proof (less_spec lead' lead0 good_lead' good_lead0) as leads_order.
          eexists _, _. split; [reflexivity|].
          split; [destruct (less gap0 gap'); assumption|].
          split; [destruct (less lead' lead0); assumption|].
          split; [destruct (less gap0 gap'); lra|].
          split; [destruct (less lead' lead0); lra|].
          split; [intros gap'' lead'' same_best; injection same_best as <- <-;
            destruct (less gap0 gap'), (less lead' lead0); lra|].
          destruct (less gap0 gap'); [left; reflexivity|right]. exists gap', lead'. auto.
        - exists gap0, lead0. split; [reflexivity|]. split; [assumption|]. split; [assumption|].
          split; [lra|]. split; [lra|]. split; [discriminate|]. left. reflexivity. }
      destruct best'_is as (gap1 & lead1 & best'_some & good_1 & good_lead1 & gap_le & lead_ge & old & origin_of).
      specialize (IH (S c) best' good rest_good).
      destruct (margin g k rest (S c) best') as [[gap lead]|].
      * destruct IH as (good_gap & good_lead & each & bound & attained);
          [intros gap' lead' same_best; rewrite best'_some in same_best; injection same_best as <- <-; auto|].
        destruct (bound gap1 lead1 best'_some) as [gap_le_1 lead_ge_1].
        split; [exact good_gap|]. split; [exact good_lead|]. split; [|split].
        -- intros [|i] h' there elsewhere.
           ++ injection there as <-. lra.
           ++ apply (each i h' there). lia.
        -- intros gap' lead' same_best. destruct (old gap' lead' same_best). lra.
        -- destruct attained as [(i & h' & there & elsewhere & equal)|(gap' & lead' & same_best & equal)].
           ++ left. exists (S i), h'. split; [exact there|]. split; [lia|exact equal].
           ++ rewrite best'_some in same_best. injection same_best as <- <-.
              destruct origin_of as [->|(gap' & lead' & was & ->)].
              ** left. exists 0%nat, h. split; [reflexivity|]. split; [lia|lra].
              ** right. exists gap', lead'. auto.
      * destruct IH as [none _];
          [intros gap' lead' same_best; rewrite best'_some in same_best; injection same_best as <- <-; auto|].
        rewrite best'_some in none. discriminate none.
Qed.

(** ** Accepted certificates *)

(** The place after the last unit. *)
Fixpoint end_of (us : list unit_kind) (next : place) : place :=
  match us with
  | [] => next
  | _ :: rest => end_of rest (Pos.succ next)
  end.

Lemma steps_end : forall last us cs s s', steps last us cs s = Fine s' -> free s' = end_of us (free s).
Proof.
  intros last us. induction us as [|u us IH]; intros [|c cs] s s' stepped; cbn [steps] in stepped;
    try discriminate; [injection stepped as <-; reflexivity|].
  destruct (step last u c s) as [s1|] eqn:one_step; [|discriminate].
  rewrite (IH cs s1 s' stepped). cbn [end_of]. f_equal. unfold step in one_step.
  destruct (make last (known s) (free s) u (chosen c) (found s)) as [[[g level] f]|]; [|discriminate].
  destruct (valid_germ (claimed c)); [|discriminate].
  destruct (same (germ_start g) (germ_start (claimed c))); [|discriminate].
  destruct (same (germ_speed g) (germ_speed (claimed c))); [|discriminate].
  injection one_step as <-. reflexivity.
Qed.

Definition all_choices (net : exact_network) (c : certificate) : list germ :=
  all_choice_germs (claimed_germ net c) (units net) (unit_claims c).

Definition start_point (c : certificate) : vec := vector_of (ray_origin c).
Definition heading (c : certificate) : vec := vector_of (ray_direction c).
Definition last_change_at (c : certificate) : R := number_value (last_change c).

(** Everything that the check has found out, in one place. *)
Lemma accepted : forall net c, check net c = true ->
  exists outs margin,
    0 <= last_change_at c
    /\ (0 < last_change_at c -> exists h, In h (all_choices net c) /\ slope h <> 0 /\ value h (last_change_at c) = 0)
    /\ (forall h, In h (all_choices net c) -> crossing h <= last_change_at c)
    /\ all_right_choices (claimed_germ net c) (last_change_at c) (units net) (unit_claims c)
    /\ (forall t p, last_change_at c <= t -> (p < end_of (units net) (first_unit net))%positive ->
          values_at net (ray (start_point c) (heading c) t) p = value (claimed_germ net c p) t)
    /\ (forall p, In p (outputs net) -> (p < end_of (units net) (first_unit net))%positive)
    /\ (boundary c = true -> In germ_zero (all_choices net c))
    /\ (boundary c = false -> exists rows : place -> vec, forall t p, last_change_at c < t ->
          (p < end_of (units net) (first_unit net))%positive ->
          affine_near (length (ray_origin c)) (fun z => values_at net z p) (ray (start_point c) (heading c) t) (rows p))
    /\ length outs = classes net
    /\ (forall k g, nth_error outs k = Some g -> valid_germ g = true
          /\ number_value (germ_start g) = claimed_intercept net c k
          /\ number_value (germ_speed g) = claimed_slope net c k)
    /\ top c = leaders outs outs 0
    /\ regime c = regime_of (length outs) (top c)
    /\ examine net c = Accepted margin /\ margin = margin_of outs (top c).
Proof.
  intros net c checked. unfold check in checked.
  destruct (examine net c) as [margin|] eqn:examined; [|discriminate]. clear checked.
  pose proof examined as result_of. unfold examine in result_of.
  destruct (some_moves (ray_direction c)); [|discriminate].
  destruct (valid (last_change c)) eqn:good_last; [|discriminate].
  destruct (load (ray_origin c) (ray_direction c) (mk_progress Empty xH (mk_findings false false))) as [s|] eqn:loaded;
    [|discriminate].
  destruct (Pos.eqb_spec (free s) (first_unit net)) as [at_first|]; [|discriminate].
  destruct (steps (last_change c) (units net) (unit_claims c) s) as [s'|] eqn:stepped; [|discriminate].
  destruct (collect (known s') (outputs net)) as [outs|] eqn:collected; [|discriminate].
  unfold finish in result_of.
  destruct (if is_zero (last_change c) then true
    else if is_positive (last_change c) then changes (found s') else false) eqn:from_right; [|discriminate].
  destruct (Bool.eqb (touches (found s')) (boundary c)) eqn:boundary_right; [|discriminate].
  destruct (same_list (leaders outs outs 0) (top c)) eqn:top_right; [|discriminate].
  destruct (same_regime (regime_of (length outs) (leaders outs outs 0)) (regime c)) eqn:regime_right; [|discriminate].
  injection result_of as <-. apply Bool.eqb_prop in boundary_right. apply same_list_equal in top_right.
  set (G := claimed_germ net c).
  assert (nonneg : 0 <= last_change_at c).
  { unfold last_change_at. pose proof (is_zero_spec _ good_last) as zero. pose proof (is_positive_spec _ good_last) as sign.
    destruct (is_zero (last_change c)); [lra|]. destruct (is_positive (last_change c)); [lra|discriminate]. }
  assert (G_inputs : forall p, (p < first_unit net)%positive ->
    G p = ray_germs (start_point c) (heading c) (pred (Pos.to_nat p)))
    by (intros p before; apply claims_from_before, before).
  (* the inputs *)
  set (nothing := mk_progress Empty xH (mk_findings false false)) in *.
  set (G0 := fun p => ray_germs (start_point c) (heading c) (pred (Pos.to_nat p))).
  assert (right_0 : describes (known nothing) (free nothing) G0).
  { intros p. unfold nothing. cbn [known]. rewrite look_empty. apply Pos.le_1_l. }
  destruct (load_sound G0 (ray_origin c) (ray_direction c) nothing s right_0)
    as (right_s & none_level & same_found & place_of & same_length); [| |exact loaded|].
  { intros p h. unfold nothing. cbn [known]. rewrite look_empty. discriminate. }
  { intros i x v at_x at_v. unfold G0, nothing, ray_germs, start_point, heading, vector_of. cbn [free].
    rewrite Nat2Pos.id by lia. replace (pred (Pos.to_nat 1 + i)) with i by lia.
    rewrite (nth_error_nth _ _ number_zero at_x), (nth_error_nth _ _ number_zero at_v). reflexivity. }
  assert (right_G : describes (known s) (free s) G).
  { intros p. specialize (right_s p). destruct (look p (known s)) as [[g level]|]; [|exact right_s].
    destruct right_s as (before & rest). split; [exact before|]. rewrite at_first in before.
    rewrite (G_inputs p before). exact rest. }
  assert (claims_hold : holds_claims G (unit_claims c) (free s))
    by (rewrite at_first; apply holds_claims_from).
  destruct (steps_sound _ G _ _ _ _ good_last nonneg right_G claims_hold stepped)
    as (right_s' & values_right & early & moved & kept & touched & choices_right & smooth).
  assert (at_end : free s' = end_of (units net) (first_unit net))
    by (rewrite (steps_end _ _ _ _ _ stepped), at_first; reflexivity).
  rewrite same_found in *. rewrite at_end, at_first in *.
  assert (inputs_right : forall t p, (p < first_unit net)%positive ->
    input_values (ray (start_point c) (heading c) t) p = value (G p) t).
  { intros t p before. rewrite (G_inputs p before). unfold input_values, value, ray_germs, ray.
    cbn [intercept slope]. ring. }
  destruct (collect_sound _ _ _ _ _ right_s' collected) as (lengths & outputs_before & each_out).
  exists outs, (margin_of outs (leaders outs outs 0)).
  split; [exact nonneg|]. split.
  { intros later. unfold last_change_at in later. pose proof (is_zero_spec _ good_last) as zero.
    destruct (is_zero (last_change c)); [lra|]. destruct (is_positive (last_change c)); [|discriminate].
    destruct (moved from_right) as [impossible|there]; [discriminate impossible|exact there]. }
  split; [exact early|]. split; [exact choices_right|]. split.
  { intros t p late before. unfold values_at. apply values_right; [exact late|apply inputs_right|exact before]. }
  split; [exact outputs_before|]. split.
  { intros on_boundary. rewrite on_boundary in boundary_right.
    destruct (touched boundary_right) as [impossible|there]; [discriminate impossible|exact there]. }
  split.
  { intros off_boundary_claim. rewrite off_boundary_claim in boundary_right.
    exists (rows_from (units net) (unit_claims c) (first_unit net) (fun p => basis (pred (Pos.to_nat p)))).
    intros t p late before. unfold values_at.
    apply (smooth boundary_right (length (ray_origin c)) (fun q z => input_values z q) _ _ t late); [| |exact before].
    - intros q q_before. split; [apply inputs_right, q_before|].
      exists 1. split; [lra|]. intros z _. unfold input_values.
      assert (input_of : (pred (Pos.to_nat q) < length (ray_origin c))%nat).
      { assert (q_first : (Pos.to_nat q < Pos.to_nat (first_unit net))%nat) by (apply Pos2Nat.inj_lt, q_before).
        rewrite place_of in q_first. unfold nothing in q_first. cbn [free] in q_first.
        pose proof (Pos2Nat.is_pos q). lia. }
      set (i := pred (Pos.to_nat q)) in *. rewrite (sum_split _ i) by exact input_of.
      unfold sum_except. rewrite (sum_ext _ _ (fun _ => 0)).
      + rewrite sum_zero. unfold basis. rewrite Nat.eqb_refl. ring.
      + intros j _. unfold basis. destruct (Nat.eqb_spec j i); [reflexivity|ring].
    - intros q h q_there. elim (none_level q h q_there). }
  split; [exact lengths|]. split.
  { intros k g at_k. destruct (each_out k g at_k) as (good & p & p_there & germ_g).
    split; [exact good|]. unfold claimed_intercept, claimed_slope.
    rewrite (nth_error_nth _ _ 0 (map_nth_error (fun q => intercept (claimed_germ net c q)) k _ p_there)).
    rewrite (nth_error_nth _ _ 0 (map_nth_error (fun q => slope (claimed_germ net c q)) k _ p_there)).
    fold G. rewrite <- germ_g. split; reflexivity. }
  split; [symmetry; exact top_right|]. split.
  { rewrite <- top_right. destruct (regime_of (length outs) (leaders outs outs 0)), (regime c);
      try discriminate; reflexivity. }
  split; [reflexivity|]. rewrite top_right. reflexivity.
Qed.

Lemma classes_of_tops : forall net c, check net c = true ->
  forall k, In k (top c) <-> is_top (classes net) (claimed_slope net c) k.
Proof.
  intros net c checked k.
  destruct (accepted net c checked)
    as (outs & m & _ & _ & _ & _ & _ & _ & _ & _ & lengths & each & tops & _).
  assert (all_good : forall g, In g outs -> valid_germ g = true).
  { intros g inside. destruct (In_nth_error _ _ inside) as [i there]. apply (each i g there). }
  assert (leading : forall i g, nth_error outs i = Some g -> (leads (germ_speed g) outs = true
    <-> forall j, (j < classes net)%nat -> claimed_slope net c j <= claimed_slope net c i)).
  { intros i g there. destruct (each i g there) as (good & _ & speed_g).
    destruct (valid_germ_parts g good) as [_ good_speed].
    rewrite (leads_spec _ _ good_speed all_good). rewrite <- speed_g. split.
    - intros most j below. destruct (nth_error outs j) as [h|] eqn:at_j.
      + destruct (each j h at_j) as (_ & _ & speed_h). rewrite <- speed_h.
        apply most, (nth_error_In _ _ at_j).
      + apply nth_error_None in at_j. lia.
    - intros most h inside. destruct (In_nth_error _ _ inside) as [j at_j].
      destruct (each j h at_j) as (_ & _ & speed_h). rewrite speed_h. apply most.
      rewrite <- lengths. apply nth_error_Some. congruence. }
  rewrite tops, leaders_spec. split.
  - intros (i & g & at_k & there & g_leads). cbn in at_k. subst i. split.
    + rewrite <- lengths. apply nth_error_Some. congruence.
    + apply (leading k g there), g_leads.
  - intros [below most]. destruct (nth_error outs k) as [g|] eqn:there.
    + exists k, g. split; [reflexivity|]. split; [exact there|]. apply (leading k g there), most.
    + apply nth_error_None in there. lia.
Qed.

(** Claim eventually-affine, of a certificate that is accepted: every value of the network, the
    logits among them, is the line that the certificate claims, from its last change on. *)
Theorem eventually_affine_certified : forall net c, check net c = true ->
  0 <= last_change_at c
  /\ (forall t p, last_change_at c <= t -> (p < end_of (units net) (first_unit net))%positive ->
        values_at net (ray (start_point c) (heading c) t) p = value (claimed_germ net c p) t)
  /\ has_lines (network_function net) (classes net) (start_point c) (heading c) (last_change_at c)
       (claimed_intercept net c) (claimed_slope net c).
Proof.
  intros net c checked.
  destruct (accepted net c checked)
    as (outs & m & nonneg & _ & _ & _ & values_right & outputs_before & _).
  split; [exact nonneg|]. split; [exact values_right|].
  intros t k late below. unfold network_function, line, claimed_intercept, claimed_slope.
  destruct (nth_error (outputs net) k) as [p|] eqn:there.
  - rewrite (nth_error_nth _ _ 0 (map_nth_error (values_at net (ray (start_point c) (heading c) t)) k _ there)).
    rewrite (nth_error_nth _ _ 0 (map_nth_error (fun q => intercept (claimed_germ net c q)) k _ there)).
    rewrite (nth_error_nth _ _ 0 (map_nth_error (fun q => slope (claimed_germ net c q)) k _ there)).
    rewrite values_right; [reflexivity|exact late|]. apply outputs_before, (nth_error_In _ _ there).
  - apply nth_error_None in there. unfold classes in below. lia.
Qed.

(** The certificate's last change is the last: no germ that chooses a piece changes sign later,
    and one does there, unless it is 0. *)
Theorem eventually_affine_certified_from : forall net c, check net c = true ->
  0 <= last_change_at c
  /\ (0 < last_change_at c -> exists h, In h (all_choices net c)
        /\ slope h <> 0 /\ value h (last_change_at c) = 0)
  /\ forall h, In h (all_choices net c) -> crossing h <= last_change_at c.
Proof.
  intros net c checked.
  destruct (accepted net c checked) as (outs & m & nonneg & attained & early & _). auto.
Qed.

(** The pieces that the certificate names are those on which the units end. *)
Theorem eventually_affine_certified_pattern : forall net c, check net c = true ->
  all_right_choices (claimed_germ net c) (last_change_at c) (units net) (unit_claims c).
Proof.
  intros net c checked. destruct (accepted net c checked) as (outs & m & _ & _ & _ & choices & _).
  exact choices.
Qed.

(** What it says of boundaries: one is there, or the Jacobian is constant from the last change on. *)
Theorem eventually_affine_certified_boundary : forall net c, check net c = true ->
  (boundary c = true -> In germ_zero (all_choices net c))
  /\ (boundary c = false -> exists V,
        has_tail (network_function net) (classes net) (length (ray_origin c)) (start_point c) (heading c)
          (last_change_at c) (claimed_intercept net c) (claimed_slope net c) V).
Proof.
  intros net c checked.
  destruct (accepted net c checked)
    as (outs & m & _ & _ & _ & _ & _ & outputs_before & touching & smooth & _).
  split; [exact touching|]. intros off. destruct (smooth off) as [rows near].
  set (level := (fun _ => 0) : vec). exists (fun k => nth k (map rows (outputs net)) level).
  split; [apply (eventually_affine_certified net c checked)|].
  intros t k j late below_k below_j. unfold network_function.
  destruct (nth_error (outputs net) k) as [p|] eqn:there.
  - rewrite (nth_error_nth _ _ level (map_nth_error rows k _ there)).
    apply (affine_near_partial (length (ray_origin c))); [|exact below_j].
    apply affine_near_ext with (fun z => values_at net z p).
    + intros z. symmetry. apply nth_error_nth, map_nth_error, there.
    + apply near; [exact late|]. apply outputs_before, (nth_error_In _ _ there).
  - apply nth_error_None in there. unfold classes in below_k. lia.
Qed.

(** Claim regimes, of a certificate that is accepted: its classes are those of largest slope, its
    regime is the tail's, and the probabilities tend to the limit of that. *)
Theorem regimes_certified : forall net c, check net c = true -> (1 < classes net)%nat ->
  (forall k, In k (top c) <-> is_top (classes net) (claimed_slope net c) k)
  /\ match regime c with
     | ClaimSaturating => exists k, top c = [k] /\ unique_top (classes net) (claimed_slope net c) k
     | ClaimTied => tied (classes net) (claimed_slope net c)
     | ClaimFlat => flat (classes net) (claimed_slope net c)
     end
  /\ forall k, (k < classes net)%nat ->
       tends_to (fun t => softmax (classes net)
           (network_function net (ray (start_point c) (heading c) t)) k)
         (limit_probability (classes net) (claimed_intercept net c) (claimed_slope net c) k).
Proof.
  intros net c checked several. pose proof (classes_of_tops net c checked) as tops_right.
  split; [exact tops_right|]. split.
  - destruct (accepted net c checked)
      as (outs & m & _ & _ & _ & _ & _ & _ & _ & _ & lengths & each & tops & regime_right & _).
    pose proof (leaders_distinct outs outs 0) as distinct. rewrite <- tops in distinct.
    destruct (is_top_exists (classes net) (claimed_slope net c) ltac:(lia)) as [k0 k0_top].
    assert (alone : forall k, top c = [k] -> unique_top (classes net) (claimed_slope net c) k).
    { intros k only. assert (k_top : is_top (classes net) (claimed_slope net c) k)
        by (apply tops_right; rewrite only; left; reflexivity).
      destruct (unique_top_or_rival _ _ _ k_top) as [|(l & other & l_top)]; [assumption|].
      apply tops_right in l_top. rewrite only in l_top. destruct l_top as [|[]]. congruence. }
    assert (not_alone : forall k l more, top c = k :: l :: more ->
      ~ exists n, unique_top (classes net) (claimed_slope net c) n).
    { intros k l more several_tops (n & n_alone).
      assert (k_is : k = n) by (apply (unique_top_unique _ _ _ _ n_alone), tops_right; rewrite several_tops; left; reflexivity).
      assert (l_is : l = n) by (apply (unique_top_unique _ _ _ _ n_alone), tops_right; rewrite several_tops; right; left; reflexivity).
      rewrite several_tops in distinct. inversion distinct as [|x xs out _]. apply out. left. congruence. }
    assert (flat_if : length (top c) = length outs -> flat (classes net) (claimed_slope net c)).
    { intros equal. rewrite tops in equal.
      pose proof (proj1 (proj2 (leaders_all outs outs 0)) equal) as every.
      assert (each_top : forall k, (k < classes net)%nat -> is_top (classes net) (claimed_slope net c) k).
      { intros k below. apply tops_right. rewrite tops. apply leaders_spec.
        destruct (nth_error outs k) as [g|] eqn:there; [|apply nth_error_None in there; lia].
        exists k, g. split; [reflexivity|]. split; [exact there|]. apply every, (nth_error_In _ _ there). }
      intros k l below_k below_l. apply Rle_antisym; [apply (each_top l below_l)|apply (each_top k below_k)]; assumption. }
    assert (flat_only : flat (classes net) (claimed_slope net c) -> length (top c) = length outs).
    { intros all_equal. rewrite tops. apply (proj2 (leaders_all outs outs 0)). intros g inside.
      destruct (In_nth_error _ _ inside) as [k there].
      assert (below : (k < classes net)%nat) by (rewrite <- lengths; apply nth_error_Some; congruence).
      assert (k_in : In k (top c)).
      { apply tops_right. split; [exact below|]. intros l below_l. rewrite (all_equal l k below_l below). lra. }
      rewrite tops in k_in. apply leaders_spec in k_in. destruct k_in as (i & h & at_k & h_there & h_leads).
      cbn in at_k. subst i. congruence. }
    rewrite regime_right. unfold regime_of. destruct (top c) as [|k [|l more]] eqn:the_tops.
    + apply tops_right in k0_top. destruct k0_top.
    + exists k. split; [reflexivity|apply alone; reflexivity].
    + destruct (Nat.eqb_spec (length (k :: l :: more)) (length outs)) as [equal|other].
      * apply flat_if, equal.
      * destruct (regimes_partition (classes net) (claimed_slope net c) several) as [(one & _)|[(_ & all & _)|(_ & _ & some)]].
        -- elim (not_alone k l more eq_refl one).
        -- elim (other (flat_only all)).
        -- exact some.
  - intros k below. apply (tail_limit_law (network_function net)) with (last_change_at c); [|exact below].
    apply (eventually_affine_certified net c checked).
Qed.

(** The gap and the lead that the checker reports of a saturating tail. *)
Lemma margin_certified : forall net c, check net c = true -> (1 < classes net)%nat ->
  regime c = ClaimSaturating ->
  exists k gap lead l, top c = [k] /\ examine net c = Accepted (Some (gap, lead))
    /\ saturating (classes net) (claimed_slope net c) k (number_value gap)
    /\ (l < classes net)%nat /\ l <> k
    /\ claimed_slope net c k - claimed_slope net c l = number_value gap
    /\ forall i, (i < classes net)%nat -> i <> k ->
         claimed_intercept net c i - claimed_intercept net c k <= number_value lead.
Proof.
  intros net c checked several saturates.
  destruct (regimes_certified net c checked several) as (_ & which & _). rewrite saturates in which.
  destruct which as (k & only & below & alone).
  destruct (accepted net c checked)
    as (outs & m & _ & _ & _ & _ & _ & _ & _ & _ & lengths & each & tops & _ & examined & margin_is).
  rewrite only in margin_is. unfold margin_of in margin_is.
  destruct (nth_error outs k) as [g|] eqn:there; [|apply nth_error_None in there; lia].
  destruct (each k g there) as (good & start_g & speed_g).
  assert (all_good : forall h, In h outs -> valid_germ h = true).
  { intros h inside. destruct (In_nth_error _ _ inside) as [i at_i]. apply (each i h at_i). }
  pose proof (margin_spec g k outs 0 None good all_good ltac:(discriminate)) as spec.
  rewrite <- margin_is in spec. destruct m as [[gap lead]|].
  - destruct spec as (_ & _ & bounds & _ & attained).
    destruct attained as [(l & h & at_l & other & equal)|(gap' & lead' & impossible & _)]; [|discriminate impossible].
    cbn in other. destruct (each l h at_l) as (_ & _ & speed_h).
    assert (below_l : (l < classes net)%nat) by (rewrite <- lengths; apply nth_error_Some; congruence).
    assert (gap_is : claimed_slope net c k - claimed_slope net c l = number_value gap)
      by (rewrite <- speed_g, <- speed_h; symmetry; exact equal).
    assert (both : forall i, (i < classes net)%nat -> i <> k ->
      number_value gap <= claimed_slope net c k - claimed_slope net c i
      /\ claimed_intercept net c i - claimed_intercept net c k <= number_value lead).
    { intros i below_i i_other. destruct (nth_error outs i) as [h'|] eqn:at_i;
        [|apply nth_error_None in at_i; lia].
      destruct (each i h' at_i) as (_ & start_i & speed_i). rewrite <- start_i, <- speed_i, <- start_g, <- speed_g.
      apply (bounds i h' at_i i_other). }
    exists k, gap, lead, l. split; [exact only|]. split; [exact examined|]. split; [|split; [exact below_l|]].
    + split; [exact below|]. split; [rewrite <- gap_is; specialize (alone l below_l other); lra|].
      intros i below_i i_other. apply (both i below_i i_other).
    + split; [exact other|]. split; [exact gap_is|]. intros i below_i i_other. apply (both i below_i i_other).
  - destruct spec as [_ no_other].
    set (l := if Nat.eqb k 0 then 1%nat else 0%nat).
    assert (l_is : (l < classes net)%nat /\ l <> k) by (unfold l; destruct (Nat.eqb_spec k 0); lia).
    destruct (nth_error outs l) as [h|] eqn:at_l; [|apply nth_error_None in at_l; lia].
    specialize (no_other l h at_l). cbn in no_other. lia.
Qed.

(** Claim danger-scale, of a certificate that is accepted, with the gap and the lead that the
    checker reports. *)
Theorem danger_scale_certified : forall net c, check net c = true -> (1 < classes net)%nat ->
  regime c = ClaimSaturating ->
  exists k gap lead, top c = [k] /\ examine net c = Accepted (Some (gap, lead))
    /\ 0 < number_value gap
    /\ forall eps t, 0 < eps < 1 ->
         Rmax (last_change_at c)
           ((ln (INR (classes net - 1) * (1 - eps) / eps) + number_value lead) / number_value gap) <= t ->
         1 - eps <= softmax (classes net) (network_function net (ray (start_point c) (heading c) t)) k.
Proof.
  intros net c checked several saturates.
  destruct (margin_certified net c checked several saturates)
    as (k & gap & lead & l & only & examined & sat & _ & _ & _ & leads_below).
  exists k, gap, lead. split; [exact only|]. split; [exact examined|].
  split; [apply sat|]. intros eps t small late.
  destruct (eventually_affine_certified net c checked) as (nonneg & _ & lines).
  apply danger_scale with (1 := several) (2 := lines) (3 := sat) (A := number_value lead);
    [exact leads_below | exact small | | exact late].
  pose proof (Rmax_l (last_change_at c)
    ((ln (INR (classes net - 1) * (1 - eps) / eps) + number_value lead) / number_value gap)). lra.
Qed.

(** Claim saturation-rate, of a certificate that is accepted: its gap is the rate. *)
Theorem saturation_rate_certified : forall net c, check net c = true -> (1 < classes net)%nat ->
  regime c = ClaimSaturating ->
  exists k gap lead, top c = [k] /\ examine net c = Accepted (Some (gap, lead))
    /\ tends_to (fun t => ln (1 - softmax (classes net)
         (network_function net (ray (start_point c) (heading c) t)) k) / t) (- number_value gap).
Proof.
  intros net c checked several saturates.
  destruct (margin_certified net c checked several saturates)
    as (k & gap & lead & l & only & examined & sat & below & other & gap_is & _).
  exists k, gap, lead. split; [exact only|]. split; [exact examined|].
  destruct (eventually_affine_certified net c checked) as (_ & _ & lines).
  apply saturation_rate with (1 := lines) (2 := sat) (l := l); [exact below | exact other | exact gap_is].
Qed.
