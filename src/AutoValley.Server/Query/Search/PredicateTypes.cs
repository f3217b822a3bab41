using AutoValley.Server.Refusals;
using AutoValley.Storage;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Predicates;
using Grpc.Core;

namespace AutoValley.Server.Query.Search;

/// <summary>Whether comparisons fit the types of the signals in them.</summary>
internal static class PredicateTypes
{
    /// <summary>Refuses a comparison that could hold for no vehicle, so that a mistake does not look like nothing found.</summary>
    /// <exception cref="RpcException">INVALID_ARGUMENT.</exception>
    public static void Check(Predicate predicate, IReadOnlyList<Series> series)
    {
        var isText = series.ToLookup(one => one.Name, one => one.Type == SignalType.Text);
        foreach (var comparison in predicate.Comparisons)
        {
            var against = comparison.OtherSignal is { } other ? isText[other] : [comparison.Constant.Type == SignalType.Text];
            var shared = isText[comparison.Signal].Intersect(against).ToArray();
            if (shared.Length == 0)
                throw Refusal.Invalid("predicate", $"the predicate: '{comparison}' compares a text with a number");
            if (!comparison.Operator.IsEquality() && !shared.Contains(false))
                throw Refusal.Invalid("predicate", $"the predicate: '{comparison}' compares texts, which is done by == and != alone");
        }
    }
}
