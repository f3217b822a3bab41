using System.Buffers.Binary;

namespace AutoValley.Edge.Linux;

/// <summary>What the kernel knows of its clock (adjtimex(2)).</summary>
/// <param name="IsSteered">Whether a daemon steers it and renewed that lately; the kernel gives it up when the bound below reaches 16 s.</param>
/// <param name="MostError">Bound of its error as the daemon told it, which the kernel widens by 500 ppm from then on.</param>
internal readonly record struct KernelClock(bool IsSteered, TimeSpan MostError)
{
    // struct timex of a 64-bit Linux.
    private const int Bytes = 208;
    private const int MostErrorAt = 24;
    private const int StatusAt = 40;
    private const int NotSynchronised = 0x40;
    private const int ErrorState = 5;

    /// <summary>As of now; null when this system does not tell.</summary>
    public static KernelClock? Read()
    {
        // No modes: nothing is changed, so anybody may ask.
        Span<byte> state = stackalloc byte[Bytes];
        state.Clear();
        var result = LibC.AdjustTime(state);
        if (result < 0)
            return null;
        var status = BinaryPrimitives.ReadInt32LittleEndian(state[StatusAt..]);
        var error = BinaryPrimitives.ReadInt64LittleEndian(state[MostErrorAt..]);
        return new KernelClock(result != ErrorState && (status & NotSynchronised) == 0, TimeSpan.FromMicroseconds(error));
    }
}
