(* Hands the checker, and ways to make and read its values, to the host language. *)

let rec place n =
  if n <= 1 then XH else if n land 1 = 0 then XO (place (n lsr 1)) else XI (place (n lsr 1))

let rec number_of_place = function
  | XH -> 1
  | XO p -> let n = number_of_place p in n + n
  | XI p -> let n = number_of_place p in n + n + 1

let rec natural n successors = if n <= 0 then successors else natural (n - 1) (S successors)

let rec number_of_natural = function O -> 0 | S n -> 1 + number_of_natural n

let complaint_number = function
  | WrongInputs -> 0
  | WrongNetwork -> 1
  | WrongPattern -> 2
  | WrongIntercept -> 3
  | WrongSlope -> 4
  | WrongFrom -> 5
  | WrongBoundary -> 6
  | WrongTop -> 7
  | WrongRegime -> 8
  | WrongLength -> 9

external provide_examine : 'a -> unit = "provide_examine"
external provide_number : 'a -> unit = "provide_number"
external provide_mantissa : 'a -> unit = "provide_mantissa"
external provide_exponent : 'a -> unit = "provide_exponent"
external provide_divisor : 'a -> unit = "provide_divisor"
external provide_empty : 'a -> unit = "provide_empty"
external provide_cons : 'a -> unit = "provide_cons"
external provide_term : 'a -> unit = "provide_term"
external provide_place : 'a -> unit = "provide_place"
external provide_natural : 'a -> unit = "provide_natural"
external provide_piece : 'a -> unit = "provide_piece"
external provide_combination : 'a -> unit = "provide_combination"
external provide_pieces : 'a -> unit = "provide_pieces"
external provide_largest : 'a -> unit = "provide_largest"
external provide_network : 'a -> unit = "provide_network"
external provide_no_choice : 'a -> unit = "provide_no_choice"
external provide_on_piece : 'a -> unit = "provide_on_piece"
external provide_winner : 'a -> unit = "provide_winner"
external provide_claim : 'a -> unit = "provide_claim"
external provide_saturating : 'a -> unit = "provide_saturating"
external provide_tied : 'a -> unit = "provide_tied"
external provide_flat : 'a -> unit = "provide_flat"
external provide_certificate : 'a -> unit = "provide_certificate"
external provide_is_accepted : 'a -> unit = "provide_is_accepted"
external provide_has_margin : 'a -> unit = "provide_has_margin"
external provide_gap : 'a -> unit = "provide_gap"
external provide_lead : 'a -> unit = "provide_lead"
external provide_complaint : 'a -> unit = "provide_complaint"
external provide_refused_at : 'a -> unit = "provide_refused_at"
external provide_watched : 'a -> unit = "provide_watched"
external provide_promise : 'a -> unit = "provide_promise"
external provide_guard : 'a -> unit = "provide_guard"
external provide_examine_guard : 'a -> unit = "provide_examine_guard"
external provide_guard_complaint : 'a -> unit = "provide_guard_complaint"
external provide_guard_place : 'a -> unit = "provide_guard_place"

let () =
  provide_examine examine;
  provide_number (fun mantissa exponent divisor -> { mantissa; exponent; divisor });
  provide_mantissa (fun x -> x.mantissa);
  provide_exponent (fun x -> x.exponent);
  provide_divisor (fun x -> x.divisor);
  provide_empty [];
  provide_cons (fun first rest -> first :: rest);
  provide_term (fun weight at -> (weight, at));
  provide_place place;
  provide_natural (fun n -> natural n O);
  provide_piece (fun piece_constant piece_factor -> { piece_constant; piece_factor });
  provide_combination (fun moves bias terms -> Combination (moves, bias, terms));
  provide_pieces (fun breakpoints pieces source -> Pieces (breakpoints, pieces, source));
  provide_largest (fun candidates -> Largest candidates);
  provide_network (fun first_unit units outputs -> { first_unit; units; outputs });
  provide_no_choice NoChoice;
  provide_on_piece (fun k -> OnPiece k);
  provide_winner (fun p -> Winner p);
  provide_claim (fun chosen germ_start germ_speed -> { chosen; claimed = { germ_start; germ_speed } });
  provide_saturating ClaimSaturating;
  provide_tied ClaimTied;
  provide_flat ClaimFlat;
  provide_certificate (fun ray_origin ray_direction last_change regime top boundary unit_claims ->
      { ray_origin; ray_direction; last_change; regime; top; boundary; unit_claims });
  provide_is_accepted (function Accepted _ -> true | Refused _ -> false);
  provide_has_margin (function Accepted (Some _) -> true | _ -> false);
  provide_gap (function Accepted (Some (gap, _)) -> gap | _ -> number_zero);
  provide_lead (function Accepted (Some (_, lead)) -> lead | _ -> number_zero);
  provide_complaint (function Refused (_, what) -> complaint_number what | Accepted _ -> -1);
  provide_refused_at (function Refused (at, _) -> number_of_place at | Accepted _ -> 0);
  provide_watched (fun lower_end upper_end width -> { lower_end; upper_end; width });
  provide_promise (fun excess bound -> (excess, bound));
  provide_guard (fun guard_classes guard_box guard_kappa guard_mu guard_change guard_confidence ->
      { guard_classes; guard_box; guard_kappa; guard_mu; guard_change; guard_confidence });
  provide_examine_guard examine_guard;
  provide_guard_complaint (function
    | None -> -1
    | Some WrongClasses -> 0
    | Some (WrongBox _) -> 1
    | Some WrongTrust -> 2
    | Some WrongChange -> 3
    | Some (WrongConfidence _) -> 4);
  provide_guard_place (function
    | Some (WrongBox n) | Some (WrongConfidence n) -> number_of_natural n
    | _ -> 0)
