using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace AutoValley.Edge.Linux;

/// <summary>
/// The settings of a serial line (termios(3)), as the C library keeps them: four words of flags (input, output, control, local), the line discipline, and control
/// characters from byte 17 on.
/// </summary>
internal static class Terminal
{
    private const int SettingsBytes = 128;
    private const int ControlFlags = 8;
    private const int ControlCharacters = 17;
    private const int TimeCharacter = 5;
    private const int LeastCharacter = 6;

    private const uint FlowControlByWires = 0x8000_0000;
    private const uint NoModem = 0x800;
    private const uint Receives = 0x80;
    private const uint TwoStopBits = 0x40;

    /// <summary>The speeds a line may have, bits a second, and the C library's names for them (asm-generic/termbits.h).</summary>
    private static readonly Dictionary<int, uint> Speeds = new()
    {
        [4_800] = 0xC, [9_600] = 0xD, [19_200] = 0xE, [38_400] = 0xF, [57_600] = 0x1001, [115_200] = 0x1002, [230_400] = 0x1003, [460_800] = 0x1004,
        [500_000] = 0x1005, [576_000] = 0x1006, [921_600] = 0x1007, [1_000_000] = 0x1008, [1_500_000] = 0x100A, [2_000_000] = 0x100B,
    };

    /// <summary>In bits a second.</summary>
    public static IReadOnlyCollection<int> KnownSpeeds => Speeds.Keys;

    /// <summary>Eight bits, no parity, one stop bit, nothing changed on the way, and reads that do not wait; false when it is no serial line or has no such speed.</summary>
    /// <param name="line">Open.</param>
    /// <param name="speed">One of <see cref="KnownSpeeds"/>.</param>
    public static bool TrySetRaw(SafeFileHandle line, int speed)
    {
        Span<byte> settings = stackalloc byte[SettingsBytes];
        settings.Clear();
        if (LibC.GetTerminal(line, settings) < 0)
            return false;
        LibC.MakeRaw(settings);
        var flags = BinaryPrimitives.ReadUInt32LittleEndian(settings[ControlFlags..]);
        BinaryPrimitives.WriteUInt32LittleEndian(settings[ControlFlags..], (flags | NoModem | Receives) & ~(FlowControlByWires | TwoStopBits));
        (settings[ControlCharacters + TimeCharacter], settings[ControlCharacters + LeastCharacter]) = (0, 0);
        return LibC.SetSpeed(settings, Speeds[speed]) == 0 && LibC.SetTerminal(line, 0, settings) == 0;
    }
}
