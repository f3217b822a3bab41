using System.Buffers;
using System.Buffers.Text;
using System.IO.Pipelines;
using Grpc.Wire;

namespace Grpc.AspNetCore.Web.Internal;

/// <summary>Sends what is written as base64, a padded piece a flush, so that a reader has every message as soon as it was flushed.</summary>
internal sealed class Base64Writer(PipeWriter output) : PipeWriter, IDisposable
{
    // Three bytes make four characters: only the last stretch of a piece is padded.
    private const int StretchBytes = 3 * 1024;

    private readonly PooledBuffer _piece = new(Array.MaxLength, SizeLimit.Sent);

    public override bool CanGetUnflushedBytes => output.CanGetUnflushedBytes;

    public override long UnflushedBytes => _piece.Length + output.UnflushedBytes;

    public override void Advance(int bytes) => _piece.Advance(bytes);

    public override Memory<byte> GetMemory(int sizeHint = 0) => _piece.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => _piece.GetSpan(sizeHint);

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        Encode();
        return output.FlushAsync(cancellationToken);
    }

    /// <summary>Hands on what was written, without a flush.</summary>
    public void Encode()
    {
        for (var left = _piece.Written.Span; !left.IsEmpty;)
        {
            var stretch = left[..Math.Min(StretchBytes, left.Length)];
            Base64.EncodeToUtf8(stretch, output.GetSpan(Base64.GetMaxEncodedToUtf8Length(stretch.Length)), out _, out var written);
            output.Advance(written);
            left = left[stretch.Length..];
        }
        _piece.Dispose();
    }

    public override void CancelPendingFlush() => output.CancelPendingFlush();

    public override void Complete(Exception? exception = null)
    {
        Encode();
        output.Complete(exception);
    }

    public void Dispose() => _piece.Dispose();
}
