using System.Buffers;
using System.IO.Pipelines;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Json;

namespace AutoValley.Edge.Sources.Json;

/// <summary>
/// Line-delimited JSON of one stream into samples: <c>{"ts": 1533226488.23, "Vehicle.Speed": 61.2}</c> a line, or an array of such objects
/// (<see cref="JsonSamples"/>). A line that is no such JSON, is too long, or gives a signal another type is refused as a whole and counted.
/// </summary>
internal sealed class JsonLines(ISampleSink sink, TimeProvider clock, JsonLineStatistics statistics)
{
    /// <summary>Longest line, in bytes.</summary>
    public const int MaximumLineBytes = 64 << 10;

    private readonly Dictionary<string, SignalGroup> groups = new(StringComparer.Ordinal);

    /// <summary>Reads to the end of the stream.</summary>
    /// <exception cref="IOException">It cannot be read any further.</exception>
    public async Task ReadAsync(Stream stream, CancellationToken cancellation)
    {
        var reader = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true));
        var skips = false;
        while (true)
        {
            var result = await reader.ReadAsync(cancellation);
            var buffer = result.Buffer;
            while (buffer.PositionOf((byte)'\n') is { } end)
            {
                if (!skips)
                    await TakeAsync(buffer.Slice(0, end), cancellation);
                skips = false;
                buffer = buffer.Slice(buffer.GetPosition(1, end));
            }
            if (result.IsCompleted)
            {
                // The last line may have no end.
                if (!skips)
                    await TakeAsync(buffer, cancellation);
                return;
            }
            if (buffer.Length > MaximumLineBytes)
            {
                if (!skips)
                    statistics.Refuse($"a line is longer than {MaximumLineBytes} bytes");
                (skips, buffer) = (true, buffer.Slice(buffer.End));
            }
            reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    private async ValueTask TakeAsync(ReadOnlySequence<byte> line, CancellationToken cancellation)
    {
        if (line.Length > MaximumLineBytes)
        {
            statistics.Refuse($"a line is longer than {MaximumLineBytes} bytes");
            return;
        }
        var bytes = line.ToArray();
        if (bytes.AsSpan().Trim(" \t\r"u8).IsEmpty)
            return;
        if (!JsonSamples.TryRead(bytes, UnixTime.Now(clock), out var samples, out var error))
        {
            statistics.Refuse(error);
            return;
        }
        try
        {
            // All groups before any sample: a line is taken as a whole.
            var objects = ByTime(samples).Select(together => (Group: GroupOf(together), Samples: together)).ToArray();
            foreach (var (group, together) in objects)
                await sink.WriteAsync(group, together[0].Time, together.Select(sample => sample.Value).ToArray(), cancellation);
            statistics.Took(samples.Count);
        }
        catch (ArgumentException unusable)
        {
            statistics.Refuse(unusable.Message);
        }
    }

    // A signal that comes twice at one time begins another group: a group has each once.
    private static IEnumerable<List<JsonSample>> ByTime(IReadOnlyList<JsonSample> samples)
    {
        var together = new List<JsonSample>();
        foreach (var sample in samples)
        {
            if (together.Count > 0 && (together[0].Time != sample.Time || together.Exists(other => other.Signal == sample.Signal)))
            {
                yield return together;
                together = [];
            }
            together.Add(sample);
        }
        if (together.Count > 0)
            yield return together;
    }

    private SignalGroup GroupOf(List<JsonSample> samples)
    {
        var key = string.Join(' ', samples.Select(sample => $"{sample.Signal}:{(int)sample.Value.Type}"));
        if (!groups.TryGetValue(key, out var group))
            groups[key] = group = sink.Declare([.. samples.Select(sample => new SignalSpec(sample.Signal, sample.Value.Type))]);
        return group;
    }
}
