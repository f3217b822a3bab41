using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AutoValley.Telemetry.Columns.Kernels;

/// <summary>Memory that begins with a cache line, so that no wide load or store lies across two of them.</summary>
internal static class CacheLine
{
    /// <summary>How many doubles to have more than are needed.</summary>
    public const int Spare = Bytes / sizeof(double);

    private const int Bytes = 64;

    /// <summary>All but the first few; of memory that does not move: on the stack, or pinned.</summary>
    public static unsafe Span<double> Align(Span<double> memory)
    {
        var address = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(memory));
        return memory[(int)((0 - address) % Bytes / sizeof(double))..];
    }
}
