package io.mainstay.jobs;

import io.mainstay.problem.ProblemType;
import org.springframework.http.HttpStatus;

/// What can be wrong with long work.
final class JobProblems {

    static final ProblemType TOO_MANY = new ProblemType("too-many-jobs", HttpStatus.CONFLICT,
            "Too many jobs are under way", "Wait until one of your jobs has ended.");
    static final ProblemType TOO_LARGE = new ProblemType("result-too-large", HttpStatus.UNPROCESSABLE_CONTENT,
            "The result is too large", "Ask for less, such as a shorter time.");
    static final ProblemType GIVEN_UP = new ProblemType("job-given-up", HttpStatus.INTERNAL_SERVER_ERROR,
            "The job failed too often", "Start it again later; report its id if that fails too.");

    private JobProblems() {}
}
