using System.Runtime.CompilerServices;
using AutoValley.Server.Refusals;

namespace AutoValley.Server.Query;

/// <summary>The limit of samples a call.</summary>
internal static class SampleLimit
{
    /// <summary>What comes while its samples are within the limit, which is none when it is 0; then a refusal.</summary>
    public static IAsyncEnumerable<T> Hold<T>(
        IAsyncEnumerable<T> answers, Func<T, long> samplesOf, long maximum, CancellationToken cancellation) =>
        maximum == 0 ? answers : HoldAsync(answers, samplesOf, maximum, cancellation);

    private static async IAsyncEnumerable<T> HoldAsync<T>(
        IAsyncEnumerable<T> answers, Func<T, long> samplesOf, long maximum, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var left = maximum;
        await foreach (var answer in answers.WithCancellation(cancellation))
        {
            if ((left -= samplesOf(answer)) < 0)
                throw Refusal.OverLimit("Query:MaximumSamples", $"more than {maximum} samples a call");
            yield return answer;
        }
    }
}
