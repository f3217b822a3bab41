using System.Buffers;
using System.IO.Pipelines;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Json;

namespace AutoValley.Edge.Sources.Json;

/// <summary>
/// Line-delimited JSON of one stream into samples: <c>{"ts": 1533226488.23, "Vehicle.Speed": 61.2}</c> a line, or an array of such objects
/// (<see cref="JsonSampleReader"/>). A line that is no such JSON, is too long, or gives a signal another type is refused as a whole and counted.
/// </summary>
internal sealed class JsonLines(JsonGroups groups, TimeProvider clock, JsonLineStatistics statistics)
{
    /// <summary>Longest line, in bytes.</summary>
    public const int MaximumLineBytes = 64 << 10;

    private readonly JsonSampleReader json = new();

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
        if (!json.TryRead(bytes, UnixTime.Now(clock), out var samples, out var error))
        {
            statistics.Refuse(error);
            return;
        }
        try
        {
            await groups.WriteAsync(samples, cancellation);
            statistics.Took(samples.Count);
        }
        catch (ArgumentException unusable)
        {
            statistics.Refuse(unusable.Message);
        }
    }
}
