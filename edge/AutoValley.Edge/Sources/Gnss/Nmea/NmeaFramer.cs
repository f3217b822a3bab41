namespace AutoValley.Edge.Sources.Gnss.Nmea;

/// <summary>
/// Cuts a receiver's bytes into sentences, <c>$…</c> to the end of the line, however they were split on the way. What lies between
/// them (comments of a log, gpsd's JSON, binary messages) is passed over. Holds one sentence, no more.
/// </summary>
internal sealed class NmeaFramer(NmeaStatistics statistics)
{
    /// <summary>
    /// Longest sentence. NMEA 0183 has 82 characters; receivers with many decimals and proprietary sentences go beyond it.
    /// </summary>
    public const int MaximumBytes = 256;

    private readonly byte[] buffer = new byte[MaximumBytes];
    private int length;
    private State state = State.LineStart;

    private enum State
    {
        LineStart,

        /// <summary>Comment or JSON: nothing before the line's end is a sentence.</summary>
        OtherLine,

        /// <summary>Bytes of no meaning here; a sentence may begin among them.</summary>
        Noise,

        Sentence,
    }

    /// <summary>
    /// The next sentence without its line end, good until the next call; takes what it used from the input. False when the input is used up.
    /// </summary>
    public bool TryRead(ref ReadOnlySpan<byte> input, out ReadOnlySpan<byte> sentence)
    {
        sentence = default;
        while (!input.IsEmpty)
        {
            if (state != State.Sentence)
                Seek(ref input);
            else if (TryEnd(ref input, out sentence))
                return true;
        }
        return false;
    }

    /// <summary>The input ended: what it held of a sentence, when there is something.</summary>
    public bool TryFinish(out ReadOnlySpan<byte> sentence)
    {
        sentence = state == State.Sentence ? buffer.AsSpan(0, length) : default;
        state = State.LineStart;
        return !sentence.IsEmpty;
    }

    private void Seek(ref ReadOnlySpan<byte> input)
    {
        if (state == State.LineStart)
            state = input[0] is (byte)'#' or (byte)'{' ? State.OtherLine : State.Noise;
        var next = state == State.OtherLine ? input.IndexOf((byte)'\n') : input.IndexOfAny((byte)'$', (byte)'\n');
        statistics.BytesBetween += next < 0 ? input.Length : next;
        if (next < 0)
        {
            input = default;
            return;
        }
        state = input[next] == '$' ? State.Sentence : State.LineStart;
        length = 0;
        input = input[next..];
        Take(ref input, 1, keep: state == State.Sentence);
    }

    private bool TryEnd(ref ReadOnlySpan<byte> input, out ReadOnlySpan<byte> sentence)
    {
        sentence = default;
        var end = input.IndexOfAnyExceptInRange((byte)' ', (byte)'~');
        var text = end < 0 ? input : input[..end];
        var next = text.IndexOf((byte)'$');
        if (next >= 0)
            text = text[..next];
        if (length + text.Length > MaximumBytes)
            return Leave(NmeaFault.TooLong, State.Noise);
        Take(ref input, text.Length, keep: true);
        if (input.IsEmpty)
            return false;
        if (next >= 0)
            return Leave(NmeaFault.CutShort, State.Noise);
        if (input[0] is not ((byte)'\r' or (byte)'\n'))
            return Leave(NmeaFault.BadCharacter, State.Noise);
        sentence = buffer.AsSpan(0, length);
        state = State.LineStart;
        if (input[0] == '\r')
            input = input[1..];
        return true;
    }

    private bool Leave(NmeaFault fault, State next)
    {
        statistics.Count(fault);
        state = next;
        return false;
    }

    private void Take(ref ReadOnlySpan<byte> input, int count, bool keep)
    {
        if (keep)
        {
            input[..count].CopyTo(buffer.AsSpan(length));
            length += count;
        }
        input = input[count..];
    }
}
