using System.Diagnostics.CodeAnalysis;
using AutoValley.Telemetry.Batches;

namespace AutoValley.Storage.Journal;

/// <summary>Reads payloads of the journal. They are within the limits of whoever accepted them, so none is set again here.</summary>
internal static class JournalBatch
{
    private static readonly BatchLimits Accepted = new()
    {
        MaximumBytes = int.MaxValue, MaximumColumns = int.MaxValue, MaximumSamples = int.MaxValue, MaximumTextBytes = int.MaxValue,
    };

    /// <summary>Reads payloads one after the other.</summary>
    public static BatchReader NewReader() => new(Accepted);

    /// <summary>False when the payload is no batch, with the reason.</summary>
    public static bool TryRead(JournalRecord record, [NotNullWhen(true)] out BatchView? view, out string reason, out string detail)
    {
        if (record.LastRead is { } last && last.TryGetTarget(out view))
        {
            reason = detail = "";
            return true;
        }
        var error = BatchView.TryRead(record.Payload, Accepted, out view, out detail);
        if (view is not null)
            record.LastRead = new WeakReference<BatchView>(view);
        reason = error.ToReason();
        return view is not null;
    }

    /// <summary>A payload that was read before.</summary>
    public static BatchView Read(JournalRecord record) =>
        TryRead(record, out var view, out var reason, out _)
            ? view
            : throw new InvalidDataException($"journal position {record.Position}: {reason}");
}
