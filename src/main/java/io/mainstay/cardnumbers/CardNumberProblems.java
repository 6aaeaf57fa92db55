package io.mainstay.cardnumbers;

import io.mainstay.problem.ProblemType;
import org.springframework.http.HttpStatus;

/// What can be wrong with any text that is sent.
final class CardNumberProblems {

    static final ProblemType CARD_NUMBER_REFUSED = new ProblemType("card-number-refused",
            HttpStatus.UNPROCESSABLE_CONTENT, "The request holds a card number",
            "Have the payment provider make a token of the card, and send that; card numbers are sent nowhere here.");

    private CardNumberProblems() {}
}
