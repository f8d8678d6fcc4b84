(** * A checker of certificates of rays

    A certificate of a ray says what a network does at infinity, with the germ
    of every unit and the piece it ends on.  The functions of this file check
    one, in whole numbers only; file CertificateSound proves what follows when
    they accept.  They are also what the farfield command runs: folder
    [extraction] turns them into a program.

    Whole numbers are used through eight operations only, the first definitions
    below, so that a program may put its own whole numbers in their place. *)

From Farfield Require Import Basics.
Import ListNotations.

Open Scope Z_scope.

(** ** Whole numbers *)

Definition integer_zero : Z := 0.
Definition integer_one : Z := 1.
Definition integer_add : Z -> Z -> Z := Z.add.
Definition integer_multiply : Z -> Z -> Z := Z.mul.
Definition integer_negate : Z -> Z := Z.opp.
Definition integer_less : Z -> Z -> bool := Z.ltb.
Definition integer_equal : Z -> Z -> bool := Z.eqb.
(** m · 2^k, for k >= 0 *)
Definition integer_shift : Z -> Z -> Z := Z.shiftl.

(** ** Numbers *)

(** The number mantissa · 2^exponent / divisor.  A double has divisor 1. *)
Record number := mk_number { mantissa : Z; exponent : Z; divisor : Z }.

Definition valid (x : number) : bool := integer_less integer_zero (divisor x).

Definition number_zero : number := mk_number integer_zero integer_zero integer_one.
Definition number_minus_one : number := mk_number (integer_negate integer_one) integer_zero integer_one.

Definition is_zero (x : number) : bool := integer_equal (mantissa x) integer_zero.
Definition is_positive (x : number) : bool := integer_less integer_zero (mantissa x).

Definition plus (x y : number) : number :=
  let low := if integer_less (exponent x) (exponent y) then exponent x else exponent y in
  let down := integer_negate low in
  let m := integer_shift (mantissa x) (integer_add (exponent x) down) in
  let n := integer_shift (mantissa y) (integer_add (exponent y) down) in
  if integer_equal (divisor x) (divisor y) then mk_number (integer_add m n) low (divisor x)
  else
    mk_number
      (integer_add (integer_multiply m (divisor y)) (integer_multiply n (divisor x)))
      low (integer_multiply (divisor x) (divisor y)).

Definition times (x y : number) : number :=
  if is_zero x then number_zero
  else if is_zero y then number_zero
  else
    mk_number (integer_multiply (mantissa x) (mantissa y))
      (integer_add (exponent x) (exponent y)) (integer_multiply (divisor x) (divisor y)).

Definition minus (x y : number) : number := plus x (times number_minus_one y).

Definition same (x y : number) : bool := is_zero (minus x y).

Definition less (x y : number) : bool := is_positive (minus y x).

(** ** Germs: the function start + t · speed for large t *)

Record exact_germ := mk_exact_germ { germ_start : number; germ_speed : number }.

Definition valid_germ (g : exact_germ) : bool :=
  if valid (germ_start g) then valid (germ_speed g) else false.

(** g + w h *)
Definition combine_germs (g : exact_germ) (w : number) (h : exact_germ) : exact_germ :=
  mk_exact_germ (plus (germ_start g) (times w (germ_start h))) (plus (germ_speed g) (times w (germ_speed h))).

Definition constant_germ (x : number) : exact_germ := mk_exact_germ x number_zero.

(** Positive for all large t. *)
Definition is_positive_germ (g : exact_germ) : bool :=
  if is_zero (germ_speed g) then is_positive (germ_start g) else is_positive (germ_speed g).

Definition is_zero_germ (g : exact_germ) : bool :=
  if is_zero (germ_speed g) then is_zero (germ_start g) else false.

(** ** Tables *)

Inductive table (A : Type) : Type :=
  | Empty
  | Branch (zeros : table A) (entry : option A) (ones : table A).
Arguments Empty {A}.
Arguments Branch {A} zeros entry ones.

Fixpoint look {A : Type} (p : positive) (t : table A) : option A :=
  match t with
  | Empty => None
  | Branch zeros entry ones =>
      match p with xH => entry | xO q => look q zeros | xI q => look q ones end
  end.

Fixpoint put {A : Type} (p : positive) (a : A) (t : table A) : table A :=
  match p, t with
  | xH, Empty => Branch Empty (Some a) Empty
  | xH, Branch zeros _ ones => Branch zeros (Some a) ones
  | xO q, Empty => Branch (put q a Empty) None Empty
  | xO q, Branch zeros entry ones => Branch (put q a zeros) entry ones
  | xI q, Empty => Branch Empty None (put q a Empty)
  | xI q, Branch zeros entry ones => Branch zeros entry (put q a ones)
  end.

(** ** Networks and certificates *)

(** Where a value stands: the inputs come first, from 1 on, then the units in
    the order in which they are computed. *)
Definition place : Type := positive.

(** constant + slope · x *)
Record affine_piece := mk_piece { piece_constant : number; piece_factor : number }.

Inductive unit_kind :=
  | Combination (moves : bool) (bias : number) (terms : list (number * place))
      (** bias + the sum of weight · value; [moves] if it only moves an entry about *)
  | Pieces (breakpoints : list number) (pieces : list affine_piece) (source : place)
      (** one piece more than breakpoints; a breakpoint belongs to the piece on its left *)
  | Largest (candidates : list place).

Record exact_network := mk_exact_network {
  first_unit : place;             (** the place after the last input *)
  units : list unit_kind;
  outputs : list place }.

(** Which piece a unit ends on. *)
Inductive choice :=
  | NoChoice
  | OnPiece (k : nat)
  | Winner (p : place).

Record unit_claim := mk_unit_claim { chosen : choice; claimed : exact_germ }.

Inductive regime_claim := ClaimSaturating | ClaimTied | ClaimFlat.

Record certificate := mk_certificate {
  ray_origin : list number;
  ray_direction : list number;
  last_change : number;           (** the certificate's [from] *)
  regime : regime_claim;
  top : list nat;
  boundary : bool;
  unit_claims : list unit_claim }.

(** ** The check *)

Inductive complaint :=
  | WrongInputs | WrongNetwork | WrongPattern | WrongIntercept | WrongSlope
  | WrongFrom | WrongBoundary | WrongTop | WrongRegime | WrongLength.

Inductive result (A : Type) : Type :=
  | Fine (a : A)
  | Wrong (at_place : place) (what : complaint).
Arguments Fine {A} a.
Arguments Wrong {A} at_place what.

(** What the germs that choose a piece have shown so far. *)
Record findings := mk_findings {
  touches : bool;    (** one of them is (0, 0) *)
  changes : bool }.  (** one of them is 0 at [from], and moves *)

(** A germ that chooses a piece keeps its sign from [last] on. *)
Definition meet (last : number) (g : exact_germ) (f : findings) : option findings :=
  if is_zero (germ_speed g) then
    Some (mk_findings (if is_zero (germ_start g) then true else touches f) (changes f))
  else
    let v := plus (germ_start g) (times (germ_speed g) last) in
    if is_zero v then Some (mk_findings (touches f) true)
    else if Bool.eqb (is_positive v) (is_positive (germ_speed g)) then Some f
    else None.

(** What is known of a value: its germ, and whether a unit on a level piece makes it. *)
Definition knowledge : Type := exact_germ * bool.

Fixpoint add_terms (known : table knowledge) (terms : list (number * place)) (g : exact_germ)
    : option exact_germ :=
  match terms with
  | [] => Some g
  | (w, p) :: rest =>
      if valid w then
        match look p known with
        | None => None
        | Some (h, _) => add_terms known rest (if is_zero w then g else combine_germs g w h)
        end
      else None
  end.

Definition moved_level (known : table knowledge) (terms : list (number * place)) : bool :=
  match terms with
  | [] => true
  | (_, p) :: [] => match look p known with Some (_, level) => level | None => false end
  | _ :: _ :: _ => false
  end.

(** x - b, of the germ of x *)
Definition above_breakpoint (g : exact_germ) (b : number) : exact_germ :=
  mk_exact_germ (minus (germ_start g) b) (germ_speed g).

Fixpoint meet_breakpoints (last : number) (g : exact_germ) (breakpoints : list number)
    (f : findings) : option findings :=
  match breakpoints with
  | [] => Some f
  | b :: rest =>
      match meet last (above_breakpoint g b) f with
      | None => None
      | Some f' => meet_breakpoints last g rest f'
      end
  end.

Definition on_piece (p : affine_piece) (x : number) : number := plus (piece_constant p) (times (piece_factor p) x).

(** b is a number below the first of the list. *)
Definition below_next (b : number) (breakpoints : list number) : bool :=
  match breakpoints with
  | [] => true
  | next :: _ => if valid next then less b next else false
  end.

Definition valid_piece (p : affine_piece) : bool := if valid (piece_constant p) then valid (piece_factor p) else false.

(** The breakpoints increase, and the pieces, one more than they, meet where they end. *)
Fixpoint well_joined (breakpoints : list number) (p : affine_piece) (pieces : list affine_piece) : bool :=
  if valid_piece p then
    match breakpoints, pieces with
    | [], [] => true
    | b :: more, q :: rest =>
        if valid b then
          if valid_piece q then
            if same (on_piece p b) (on_piece q b) then
              if below_next b more then well_joined more q rest else false
            else false
          else false
        else false
    | _, _ => false
    end
  else false.

(** The piece that germ g ends on, and its number. *)
Fixpoint last_piece (g : exact_germ) (breakpoints : list number) (p : affine_piece) (pieces : list affine_piece)
    (k : nat) : nat * affine_piece :=
  match breakpoints, pieces with
  | b :: more, q :: rest =>
      if is_positive_germ (above_breakpoint g b) then last_piece g more q rest (S k) else (k, p)
  | _, _ => (k, p)
  end.

(** Candidate w wins: of equal germs the first.  [passed]: it has been met in the list. *)
Fixpoint wins (last : number) (known : table knowledge) (w : place) (best : exact_germ)
    (level : bool) (candidates : list place) (passed : bool) (f : findings) : option findings :=
  match candidates with
  | [] => if passed then Some f else None
  | p :: rest =>
      if Pos.eqb p w then wins last known w best level rest true f
      else
        match look p known with
        | None => None
        | Some (g, also_level) =>
            let lead := combine_germs best number_minus_one g in
            if (if is_positive_germ lead then true else if passed then is_zero_germ lead else false)
            then
              if (if level then also_level else false) then
                wins last known w best level rest passed f
              else
                match meet last lead f with
                | None => None
                | Some f' => wins last known w best level rest passed f'
                end
            else None
        end
  end.

(** What a unit makes: its germ, whether that is level, what its choice has shown. *)
Definition make (last : number) (known : table knowledge) (at_place : place) (u : unit_kind)
    (c : choice) (f : findings) : result (exact_germ * bool * findings) :=
  match u, c with
  | Combination moves bias terms, NoChoice =>
      if valid bias then
        match add_terms known terms (constant_germ bias) with
        | None => Wrong at_place WrongNetwork
        | Some g => Fine (g, if moves then moved_level known terms else false, f)
        end
      else Wrong at_place WrongNetwork
  | Pieces breakpoints (p :: pieces) source, OnPiece k =>
      match look source known with
      | None => Wrong at_place WrongNetwork
      | Some (x, _) =>
          if well_joined breakpoints p pieces then
            let (j, q) := last_piece x breakpoints p pieces O in
            if Nat.eqb j k then
              match meet_breakpoints last x breakpoints f with
              | None => Wrong at_place WrongFrom
              | Some f' =>
                  Fine (combine_germs (constant_germ (piece_constant q)) (piece_factor q) x,
                        is_zero (piece_factor q), f')
              end
            else Wrong at_place WrongPattern
          else Wrong at_place WrongNetwork
      end
  | Largest candidates, Winner w =>
      match look w known with
      | None => Wrong at_place WrongPattern
      | Some (best, level) =>
          match wins last known w best level candidates false f with
          | None => Wrong at_place WrongPattern
          | Some f' => Fine (best, false, f')
          end
      end
  | _, _ => Wrong at_place WrongPattern
  end.

(** How far the check has come. *)
Record progress := mk_progress {
  known : table knowledge;
  free : place;
  found : findings }.

Definition step (last : number) (u : unit_kind) (c : unit_claim) (s : progress) : result progress :=
  match make last (known s) (free s) u (chosen c) (found s) with
  | Wrong p what => Wrong p what
  | Fine (g, level, f) =>
      if valid_germ (claimed c) then
        if same (germ_start g) (germ_start (claimed c)) then
          if same (germ_speed g) (germ_speed (claimed c)) then
            Fine (mk_progress (put (free s) (g, level) (known s)) (Pos.succ (free s)) f)
          else Wrong (free s) WrongSlope
        else Wrong (free s) WrongIntercept
      else Wrong (free s) WrongIntercept
  end.

Fixpoint steps (last : number) (us : list unit_kind) (cs : list unit_claim) (s : progress)
    : result progress :=
  match us, cs with
  | [], [] => Fine s
  | u :: us', c :: cs' =>
      match step last u c s with
      | Wrong p what => Wrong p what
      | Fine s' => steps last us' cs' s'
      end
  | _, _ => Wrong (free s) WrongLength
  end.

Fixpoint load (xs vs : list number) (s : progress) : result progress :=
  match xs, vs with
  | [], [] => Fine s
  | x :: xs', v :: vs' =>
      if valid_germ (mk_exact_germ x v) then
        load xs' vs'
          (mk_progress (put (free s) (mk_exact_germ x v, false) (known s))
             (Pos.succ (free s)) (found s))
      else Wrong (free s) WrongInputs
  | _, _ => Wrong (free s) WrongInputs
  end.

Fixpoint collect (known : table knowledge) (places : list place) : option (list exact_germ) :=
  match places with
  | [] => Some []
  | p :: rest =>
      match look p known with
      | None => None
      | Some (g, _) =>
          match collect known rest with None => None | Some gs => Some (g :: gs) end
      end
  end.

(** No germ of the list is faster than b. *)
Fixpoint leads (b : number) (gs : list exact_germ) : bool :=
  match gs with
  | [] => true
  | g :: rest => if less b (germ_speed g) then false else leads b rest
  end.

(** The classes of largest slope, ascending; [c] is the number of the first. *)
Fixpoint leaders (all gs : list exact_germ) (c : nat) : list nat :=
  match gs with
  | [] => []
  | g :: rest => if leads (germ_speed g) all then c :: leaders all rest (S c) else leaders all rest (S c)
  end.

Fixpoint same_list (xs ys : list nat) : bool :=
  match xs, ys with
  | [], [] => true
  | x :: xs', y :: ys' => if Nat.eqb x y then same_list xs' ys' else false
  | _, _ => false
  end.

Definition regime_of (classes : nat) (tops : list nat) : regime_claim :=
  match tops with
  | _ :: [] => ClaimSaturating
  | _ => if Nat.eqb (length tops) classes then ClaimFlat else ClaimTied
  end.

Definition same_regime (r s : regime_claim) : bool :=
  match r, s with
  | ClaimSaturating, ClaimSaturating | ClaimTied, ClaimTied | ClaimFlat, ClaimFlat => true
  | _, _ => false
  end.

(** The least lead of germ g over the others in slope, and the largest of the others over it in
    intercept; [c] is the number of the first of the list, [k] that of g. *)
Fixpoint margin (g : exact_germ) (k : nat) (gs : list exact_germ) (c : nat)
    (best : option (number * number)) : option (number * number) :=
  match gs with
  | [] => best
  | h :: rest =>
      if Nat.eqb c k then margin g k rest (S c) best
      else
        let gap := minus (germ_speed g) (germ_speed h) in
        let lead := minus (germ_start h) (germ_start g) in
        margin g k rest (S c)
          (match best with
           | None => Some (gap, lead)
           | Some (gap', lead') =>
               Some (if less gap gap' then gap else gap', if less lead' lead then lead else lead')
           end)
  end.

(** Of a saturating tail: the gap gamma, and the largest intercept of another class over the top's. *)
Definition margin_of (gs : list exact_germ) (tops : list nat) : option (number * number) :=
  match tops with
  | k :: [] => match nth_error gs k with Some g => margin g k gs O None | None => None end
  | _ => None
  end.

Inductive verdict :=
  | Accepted (gap_and_lead : option (number * number))
  | Refused (at_place : place) (what : complaint).

Definition finish (c : certificate) (outs : list exact_germ) (at_place : place) (f : findings)
    : verdict :=
  let last := last_change c in
  let tops := leaders outs outs O in
  if (if is_zero last then true else if is_positive last then changes f else false) then
    if Bool.eqb (touches f) (boundary c) then
      if same_list tops (top c) then
        if same_regime (regime_of (length outs) tops) (regime c) then
          Accepted (margin_of outs tops)
        else Refused at_place WrongRegime
      else Refused at_place WrongTop
    else Refused at_place WrongBoundary
  else Refused at_place WrongFrom.

Fixpoint some_moves (vs : list number) : bool :=
  match vs with
  | [] => false
  | v :: rest => if is_zero v then some_moves rest else true
  end.

Definition examine (net : exact_network) (c : certificate) : verdict :=
  let nothing := mk_progress Empty xH (mk_findings false false) in
  if some_moves (ray_direction c) then
    if valid (last_change c) then
      match load (ray_origin c) (ray_direction c) nothing with
      | Wrong p what => Refused p what
      | Fine s =>
          if Pos.eqb (free s) (first_unit net) then
            match steps (last_change c) (units net) (unit_claims c) s with
            | Wrong p what => Refused p what
            | Fine s' =>
                match collect (known s') (outputs net) with
                | None => Refused (free s') WrongNetwork
                | Some outs => finish c outs (free s') (found s')
                end
            end
          else Refused (free s) WrongInputs
      end
    else Refused xH WrongFrom
  else Refused xH WrongInputs.

(** Whether the certificate is right. *)
Definition check (net : exact_network) (c : certificate) : bool :=
  match examine net c with Accepted _ => true | Refused _ _ => false end.
