using System.Diagnostics;
using AutoValley.Telemetry.Tests.Fuzzing;

namespace AutoValley.Benchmarks.Fuzz;

/// <summary>Runs inputs on all cores, says how far it is, and stops at the first failure.</summary>
internal static class FuzzRun
{
    private static readonly TimeSpan ProgressEvery = TimeSpan.FromSeconds(10);

    // Inputs take microseconds; this long they take on a machine that has stopped, or for ever.
    private static readonly TimeSpan HungAfter = TimeSpan.FromMinutes(2);

    /// <summary>0 when every input was read or refused as it should be, 1 when one was not.</summary>
    public static async Task<int> RunAsync(FuzzPlan plan, TextWriter output, CancellationToken cancellation)
    {
        using var journal = new FuzzJournal((int)Math.Min(plan.Count, Environment.ProcessorCount));
        await output.WriteLineAsync($"{plan.What}, seed {plan.Seed}, {plan.Count:N0} inputs; if the process dies: the inputs it was at stand in {journal.Path}, 8 bytes each");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var start = Stopwatch.GetTimestamp();
        var workers = Enumerable.Range(0, journal.Workers)
            .Select(worker => Task.Factory.StartNew(
                () => Work(plan, worker, journal, stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))
            .ToArray();
        var all = Task.WhenAll(workers);
        while (await Task.WhenAny(all, Task.Delay(ProgressEvery, CancellationToken.None)) != all)
        {
            await output.WriteLineAsync($"{journal.Done,14:N0} inputs, {Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s");
            if (journal.Hung(HungAfter) is { } input)
            {
                await output.WriteLineAsync($"FAILED: no end in {HungAfter.TotalMinutes} minutes\nreplay with: fuzz --seed {plan.Seed} --input {input}");
                return 1;
            }
            if (workers.Any(worker => worker.IsFaulted))
                await stop.CancelAsync();
        }
        return await SummariseAsync(workers, journal.Done, Stopwatch.GetElapsedTime(start), output);
    }

    private static async Task<int> SummariseAsync(Task<FuzzTally[]>[] workers, long done, TimeSpan wall, TextWriter output)
    {
        foreach (var failure in workers.Where(worker => worker.IsFaulted).Select(worker => worker.Exception!.InnerException!))
            await output.WriteLineAsync($"FAILED: {(failure is FuzzFailureException ? failure.Message : failure.ToString())}");
        var tallies = workers.Where(worker => worker.IsCompletedSuccessfully).SelectMany(worker => worker.Result).GroupBy(tally => tally.Target);
        foreach (var target in tallies)
            await output.WriteLineAsync($"{target.Key,-12}{target.Sum(tally => tally.Accepted),14:N0} accepted{target.Sum(tally => tally.Refused),14:N0} refused");
        var failures = workers.Count(worker => worker.IsFaulted);
        await output.WriteLineAsync(
            $"{done:N0} inputs, {failures} failures, {wall.TotalSeconds:F0} s wall, {Environment.CpuUsage.TotalTime.TotalSeconds:F0} s CPU");
        return failures == 0 ? 0 : 1;
    }

    private static FuzzTally[] Work(FuzzPlan plan, int worker, FuzzJournal journal, CancellationToken cancellation)
    {
        using var fuzzer = new Fuzzer(plan.Seed, plan.Targets());
        for (var input = plan.First + worker; input < plan.First + plan.Count && !cancellation.IsCancellationRequested; input += journal.Workers)
        {
            journal.Begin(worker, input);
            fuzzer.Run(input);
        }
        journal.End(worker);
        return [.. fuzzer.Tallies];
    }
}
