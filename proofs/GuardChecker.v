(** * A checker of certificates of guards

    A guard mixes a classifier's probabilities with the uniform distribution,
    by how far the input lies outside a box.  Its certificate bounds how much
    that changes inside the box and how certain it can be outside.  The
    functions of this file check such numbers, in whole numbers only; file
    GuardSound proves what follows when they accept, and folder [extraction]
    turns them into a program. *)

From Farfield Require Import Basics CertificateChecker.
Import ListNotations.

Open Scope Z_scope.

(** ** A lower bound of the exponential *)

Definition number_one : number := mk_number integer_one integer_zero integer_one.

Fixpoint whole (n : nat) : number :=
  match n with O => number_zero | S m => plus (whole m) number_one end.

(** 1/n, for n > 0 *)
Definition one_over (n : nat) : number := mk_number integer_one integer_zero (mantissa (whole n)).

(** The sum of w^i/i! for i <= n, and its last term. *)
Fixpoint exponential_series (n : nat) (w : number) : number * number :=
  match n with
  | O => (number_one, number_one)
  | S m =>
      let (sum, term) := exponential_series m w in
      let next := times term (times w (one_over n)) in
      (plus sum next, next)
  end.

Definition halved (x : number) : number :=
  mk_number (mantissa x) (integer_add (exponent x) (integer_negate integer_one)) (divisor x).

Fixpoint halved_times (k : nat) (x : number) : number :=
  match k with O => x | S j => halved_times j (halved x) end.

Fixpoint squared_times (k : nat) (x : number) : number :=
  match k with O => x | S j => squared_times j (times x x) end.

(** exp y >= (the series of odd degree at y/2^k)^(2^k), and exp grows. *)
Definition degree : nat := 27.
Definition halvings : nat := 8.
(** 2^8 *)
Definition largest_exponent : number := mk_number integer_one (mantissa (whole halvings)) integer_one.

Definition exponential_below (y : number) : number :=
  let z := if less largest_exponent y then largest_exponent else y in
  let (root, _) := exponential_series degree (halved_times halvings z) in
  if is_positive root then squared_times halvings root else number_zero.

(** ** Guards *)

(** The interval of one input, and the width in whose units the excess counts. *)
Record watched := mk_watched { lower_end : number; upper_end : number; width : number }.

Record guard := mk_guard {
  guard_classes : nat;
  guard_box : list watched;
  guard_kappa : number;
  guard_mu : number;
  guard_change : number;                      (** of a probability, inside the box *)
  guard_confidence : list (number * number)   (** from an excess on, no probability is larger *) }.

Inductive guard_complaint :=
  | WrongClasses
  | WrongBox (input : nat)
  | WrongTrust                  (** kappa is no number, mu not positive *)
  | WrongChange
  | WrongConfidence (entry : nat).

Definition valid_watched (d : watched) : bool :=
  if valid (lower_end d) then
    if valid (upper_end d) then
      if valid (width d) then
        if is_positive (width d) then negb (less (upper_end d) (lower_end d)) else false
      else false
    else false
  else false.

Fixpoint wrong_input (box : list watched) (input : nat) : option nat :=
  match box with
  | [] => None
  | d :: rest => if valid_watched d then wrong_input rest (S input) else Some input
  end.

(** (1 - 1/C)/(1 + exp y) <= said *)
Definition bounds_share (classes : nat) (y said : number) : bool :=
  negb (less (times said (plus number_one (exponential_below y)))
    (minus number_one (one_over classes))).

Definition bounds_confidence (g : guard) (excess bound : number) : bool :=
  if valid excess then
    if valid bound then
      if less excess number_zero then false
      else
        bounds_share (guard_classes g) (minus (times (guard_mu g) excess) (guard_kappa g))
          (minus bound (one_over (guard_classes g)))
    else false
  else false.

Fixpoint wrong_confidence (g : guard) (entries : list (number * number)) (entry : nat) : option nat :=
  match entries with
  | [] => None
  | (excess, bound) :: rest =>
      if bounds_confidence g excess bound then wrong_confidence g rest (S entry) else Some entry
  end.

Definition several (classes : nat) : bool := match classes with S (S _) => true | _ => false end.

(** What is not right; nothing if all is. *)
Definition examine_guard (g : guard) : option guard_complaint :=
  if several (guard_classes g) then
    match wrong_input (guard_box g) O with
    | Some input => Some (WrongBox input)
    | None =>
        if valid (guard_kappa g) then
          if valid (guard_mu g) then
            if is_positive (guard_mu g) then
              if (if valid (guard_change g) then bounds_share (guard_classes g) (guard_kappa g) (guard_change g)
                  else false)
              then
                match wrong_confidence g (guard_confidence g) O with
                | Some entry => Some (WrongConfidence entry)
                | None => None
                end
              else Some WrongChange
            else Some WrongTrust
          else Some WrongTrust
        else Some WrongTrust
    end
  else Some WrongClasses.

Definition check_guard (g : guard) : bool := match examine_guard g with None => true | Some _ => false end.
