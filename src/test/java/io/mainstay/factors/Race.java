package io.mainstay.factors;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;

/// The same thing many times at one moment.
final class Race {

    private Race() {}

    static <T> List<T> of(int racers, IntFunction<T> work) throws Exception {
        var start = new CyclicBarrier(racers);
        var tries = new ArrayList<Callable<T>>();
        for (var racer = 0; racer < racers; racer++) {
            var number = racer;
            tries.add(() -> {
                start.await();
                return work.apply(number);
            });
        }
        var results = new ArrayList<T>();
        try (var threads = Executors.newFixedThreadPool(racers)) {
            for (var attempt : threads.invokeAll(tries)) {
                results.add(attempt.get());
            }
        }
        return results;
    }
}
