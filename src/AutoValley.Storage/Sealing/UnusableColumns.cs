using AutoValley.Storage.Journal;
using AutoValley.Telemetry;
using Microsoft.Extensions.Logging;

namespace AutoValley.Storage.Sealing;

/// <summary>Turns what sealing cannot use into dead letters, once each although a segment may be read more than once.</summary>
internal sealed class UnusableColumns(ICatalogue catalogue, ILogger logger) : IUnusableSink
{
    private readonly HashSet<(long Position, string Place)> seen = [];

    public void Add(JournalRecord record, string place, string reason, string detail)
    {
        if (!seen.Add((record.Position, place)))
            return;
        var vehicle = record.Session.Vehicle.Name;
        Log.Unusable(logger, record.Sequence, record.Session.SessionId.ToString(), vehicle.ToString(), place, reason);
        catalogue.AddDeadLetter(new DeadLetter(
            0, vehicle.ToString(), Topics.Of(vehicle, TopicKind.Telemetry), reason,
            $"batch {record.Sequence} of session {record.Session.SessionId}, {place}: {detail}",
            record.ReceiveTime, record.Payload, record.Payload.Length));
    }

    /// <summary>The segment is sealed and does not come again.</summary>
    public void Clear() => seen.Clear();
}
