using System.Text;
using AutoValley.Storage.Sealing;
using AutoValley.Telemetry;
using AutoValley.Telemetry.LineProtocol;
using Microsoft.Extensions.Logging;

namespace AutoValley.Storage.Influx;

/// <summary>
/// Makes dead letters of what InfluxDB cannot keep: lines with its own reason, and samples that it has no words for. The same once, although a segment may
/// be sealed in several attempts; of a segment so many, and one that counts the rest.
/// </summary>
internal sealed class RefusedLines(ICatalogue catalogue, TimeProvider clock, ILogger logger)
{
    /// <summary>Dead letters of one segment at most.</summary>
    public const int MaximumLetters = 256;

    // The server's reason may repeat the whole line.
    private const int MaximumReason = 1024;

    private readonly Lock gate = new();
    private readonly HashSet<UInt128> seen = [];
    private int letters;
    private long total;
    private long uncounted;
    private long expired;
    private string expiry = "";
    private string told = "";

    // Of the segment that was sealed last, while what is told may be of the next.
    private string warning = "";

    /// <summary>Lines, and columns with samples, that were refused since the start.</summary>
    public long Total => Interlocked.Read(ref total);

    /// <summary>A line that InfluxDB refused.</summary>
    public void Add(ReadOnlySpan<byte> line, string reason)
    {
        var vehicle = new VehicleName(Tag(line, TelemetryLines.Organisation), Tag(line, TelemetryLines.Vehicle));
        Add(vehicle, "influx", Cut(reason), line.ToArray());
    }

    /// <summary>What a person should know of the segment that was sealed last; empty when nothing.</summary>
    public string Warning => Volatile.Read(ref warning);

    /// <summary>Lines at times that InfluxDB's retention policy does not keep: they are the site's choice, and there may be very many.</summary>
    /// <param name="request">All lines that were sent together; sent again they count for nothing.</param>
    /// <param name="count">How many of them.</param>
    /// <param name="reason">As InfluxDB says it.</param>
    public void AddExpired(ReadOnlySpan<byte> request, long count, string reason)
    {
        var hash = ContentHash.Of(request);
        lock (gate)
        {
            if (!seen.Add(hash))
                return;
            (total, expired) = (total + count, expired + count);
            expiry = Cut(reason);
        }
    }

    /// <summary>Samples at times that InfluxDB does not have.</summary>
    public void AddTimes(SealedColumn column, int count, long first) => Add(
        column.Session.Vehicle.Name, "time",
        $"batches {column.FirstSequence} to {column.LastSequence} of session {column.Session.SessionId}, {column.Series.Name}: {count} samples at {first} and so "
        + $"on; InfluxDB keeps times from {InfluxNames.FirstTime} to {InfluxNames.LastTime}",
        []);

    /// <summary>A text that is too long.</summary>
    public void AddText(SealedColumn column, long time, byte[] text, int limit) => Add(
        column.Session.Vehicle.Name, "text",
        $"batches {column.FirstSequence} to {column.LastSequence} of session {column.Session.SessionId}, {column.Series.Name} at {time}: {text.Length} bytes of "
        + $"text, at most {limit}",
        text);

    /// <summary>A segment is sealed: tells how many more there were. It may come again yet: then they are known, and what it was warned of holds.</summary>
    public void TellRest()
    {
        lock (gate)
        {
            if (expired > 0)
            {
                told = $"{expired} lines are of times that InfluxDB's retention policy does not keep: {expiry}";
                AddLetter(told);
            }
            (expired, warning) = (0, told);
            if (uncounted > 0)
                AddLetter($"{uncounted} more refused of the same journal segment");
            uncounted = 0;
        }
    }

    /// <summary>Another segment begins.</summary>
    public void Clear()
    {
        lock (gate)
        {
            seen.Clear();
            (letters, uncounted, expired, told) = (0, 0, 0, "");
        }
    }

    private void Add(VehicleName vehicle, string reason, string detail, byte[] payload)
    {
        var hash = ContentHash.Of([.. Encoding.UTF8.GetBytes(detail), 0, .. payload]);
        lock (gate)
        {
            if (seen.Contains(hash))
                return;
            if (letters < MaximumLetters)
            {
                Log.InfluxRefused(logger, vehicle, reason, detail);
                catalogue.AddDeadLetter(new DeadLetter(
                    0, vehicle.ToString(), Topics.Of(vehicle, TopicKind.Telemetry), reason, detail, UnixTime.Now(clock), payload, payload.Length));
                letters++;
            }
            else
            {
                uncounted++;
            }
            // Once it is kept: where that fails, the next attempt has to tell it.
            seen.Add(hash);
            total++;
        }
    }

    private void AddLetter(string detail) =>
        catalogue.AddDeadLetter(new DeadLetter(0, "", "", "influx", detail, UnixTime.Now(clock), Array.Empty<byte>(), 0));

    // Names have nothing that is escaped.
    private static string Tag(ReadOnlySpan<byte> line, string tag)
    {
        var name = Encoding.UTF8.GetBytes($",{tag}=");
        var value = line[(line.IndexOf(name) + name.Length)..];
        return Encoding.UTF8.GetString(value[..value.IndexOfAny(", "u8)]);
    }

    private static string Cut(string reason) => reason.Length <= MaximumReason ? reason : reason[..MaximumReason] + "…";
}
