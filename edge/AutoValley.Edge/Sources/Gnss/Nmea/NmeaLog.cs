using AutoValley.Edge.Sources.Replay;

namespace AutoValley.Edge.Sources.Gnss.Nmea;

/// <summary>The epochs of a file of NMEA sentences, plain or gzip, one after the other.</summary>
internal sealed class NmeaLog : IDisposable
{
    private readonly string file;
    private readonly Stream stream;
    private readonly NmeaFramer framer;
    private readonly NmeaJoiner joiner;
    private readonly byte[] buffer = new byte[16 << 10];
    private int start;
    private int end;
    private bool ended;

    /// <summary>Takes over the stream; <paramref name="file"/> stands in errors.</summary>
    public NmeaLog(string file, Stream stream, NmeaStatistics statistics)
    {
        (this.file, this.stream) = (file, stream);
        framer = new NmeaFramer(statistics);
        joiner = new NmeaJoiner(statistics);
    }

    /// <summary>The next epoch, good until the next call; false at the end.</summary>
    /// <exception cref="SourceException">The file cannot be read any further.</exception>
    public bool TryRead(out NmeaEpoch? epoch)
    {
        while (!ended)
        {
            ReadOnlySpan<byte> input = buffer.AsSpan(start, end - start);
            while (framer.TryRead(ref input, out var line))
            {
                if (!joiner.TryAdd(line, 0, out epoch))
                    continue;
                start = end - input.Length;
                return true;
            }
            Fill();
            if (ended && framer.TryFinish(out var last) && joiner.TryAdd(last, 0, out epoch))
                return true;
        }
        return joiner.TryEnd(out epoch);
    }

    public void Dispose() => stream.Dispose();

    private void Fill()
    {
        try
        {
            (start, end) = (0, stream.Read(buffer));
            ended = end == 0;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            throw new SourceException($"{file}: {exception.Message}", exception);
        }
    }
}
