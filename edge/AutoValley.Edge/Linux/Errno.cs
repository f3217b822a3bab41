using System.Runtime.InteropServices;

namespace AutoValley.Edge.Linux;

/// <summary>Error numbers of Linux that are told apart here; the same on x64 and arm64.</summary>
internal static class Errno
{
    public const int NoEntry = 2;
    public const int Interrupted = 4;
    public const int NoSuchDeviceOrAddress = 6;
    public const int TryAgain = 11;
    public const int PermissionDenied = 13;
    public const int NoSuchDevice = 19;
    public const int NoAddressFamily = 97;
    public const int NetworkDown = 100;
    public const int NoBufferSpace = 105;

    /// <summary>That of the last call.</summary>
    public static int Last => Marshal.GetLastPInvokeError();

    /// <summary>The system's words for it.</summary>
    public static string Words(int error) => Marshal.GetPInvokeErrorMessage(error);
}
