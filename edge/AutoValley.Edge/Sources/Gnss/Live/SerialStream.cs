using AutoValley.Edge.Linux;
using Microsoft.Win32.SafeHandles;

namespace AutoValley.Edge.Sources.Gnss.Live;

/// <summary>
/// A serial device, read as soon as something comes. While nothing does, a thread of the pool waits for it, at most <see cref="LongestWait"/> at a time, so that a
/// read can be cancelled. Ends never by itself: a device that is gone fails.
/// </summary>
internal sealed class SerialStream : Stream
{
    /// <summary>Within it a read is cancelled.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(100);

    // O_RDONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC
    private const int OpenFlags = 0x100 | 0x800 | 0x8_0000;
    private const short Readable = 1;

    private readonly string device;
    private readonly SafeFileHandle line;

    private SerialStream(string device, SafeFileHandle line) => (this.device, this.line) = (device, line);

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Opens a device with 8 bits, no parity, one stop bit.</summary>
    /// <param name="device">As <c>/dev/ttyUSB0</c>.</param>
    /// <param name="speed">Bits a second, one of <see cref="Terminal.KnownSpeeds"/>.</param>
    /// <exception cref="SourceException">It cannot be opened.</exception>
    public static SerialStream Open(string device, int speed)
    {
        var descriptor = LibC.Open(device, OpenFlags);
        if (descriptor < 0)
            throw new SourceException($"gnss {device}: " + Reason(Errno.Last));
        var line = new SafeFileHandle(descriptor, ownsHandle: true);
        if (Terminal.TrySetRaw(line, speed))
            return new SerialStream(device, line);
        var reason = Errno.Words(Errno.Last);
        line.Dispose();
        throw new SourceException($"gnss {device}: is no serial device of {speed} bits a second: {reason}");
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (TryRead(buffer.Span) is > 0 and var count)
                return count;
            await Task.Run(WaitForBytes, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Flush() => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            line.Dispose();
        base.Dispose(disposing);
    }

    private static string Reason(int error) => error switch
    {
        Errno.NoEntry or Errno.NoSuchDevice or Errno.NoSuchDeviceOrAddress => "it is not there: is the receiver plugged in?",
        Errno.PermissionDenied => "this user may not read it: add him to the group dialout",
        _ => Errno.Words(error),
    };

    private int TryRead(Span<byte> buffer)
    {
        var count = (int)LibC.Read(line, buffer, (nuint)buffer.Length);
        if (count >= 0)
            return count;
        return Errno.Last is var error and not (Errno.TryAgain or Errno.Interrupted) ? throw Gone(Errno.Words(error)) : 0;
    }

    private void WaitForBytes()
    {
        var held = false;
        line.DangerousAddRef(ref held);
        try
        {
            var polled = new LibC.Polled { Descriptor = (int)line.DangerousGetHandle(), Wanted = Readable };
            // A line that hung up reads as silence; only here it says so.
            if (LibC.Poll(ref polled, 1, (int)LongestWait.TotalMilliseconds) > 0 && (polled.Found & ~Readable) != 0)
                throw Gone("it hung up");
        }
        finally
        {
            if (held)
                line.DangerousRelease();
        }
    }

    private SourceException Gone(string reason) => new($"gnss {device}: {reason}: was the receiver unplugged?");
}
