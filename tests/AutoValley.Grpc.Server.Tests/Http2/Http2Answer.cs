using AutoValley.Testing.Http2;

namespace AutoValley.Grpc.Server.Tests.Http2;

/// <summary>What came on one stream.</summary>
internal sealed class Http2Answer
{
    private readonly Dictionary<string, string> _headers = [];

    /// <summary>Headers and trailers.</summary>
    public IReadOnlyDictionary<string, string> Headers => _headers;

    public List<byte> Body { get; } = [];

    public string? GrpcStatus => _headers.GetValueOrDefault("grpc-status");

    public string Detail => _headers.GetValueOrDefault("grpc-message", "");

    /// <summary>The code of a RST_STREAM.</summary>
    public int? ResetCode { get; private set; }

    /// <summary>The code of a GOAWAY.</summary>
    public int? GoAwayCode { get; private set; }

    public bool ConnectionClosed { get; private set; }

    public bool IsOver { get; private set; }

    /// <param name="frame">Null for the end of the connection.</param>
    /// <param name="stream">The one that is asked for.</param>
    public void Take(Http2Frame? frame, int stream)
    {
        if (frame is null)
            IsOver = ConnectionClosed = true;
        else if (frame.Kind == FrameKind.GoAway)
            GoAwayCode = frame.ErrorCode;
        else if (frame.Stream == stream)
            TakeOwn(frame);
    }

    private void TakeOwn(Http2Frame frame)
    {
        switch (frame.Kind)
        {
            case FrameKind.Headers:
                foreach (var (name, value) in HeaderBlock.Read(frame.Payload))
                    _headers[name] = value;
                break;
            case FrameKind.Data:
                Body.AddRange(frame.Payload);
                break;
            case FrameKind.ResetStream:
                ResetCode = frame.ErrorCode;
                IsOver = true;
                break;
        }
        IsOver |= frame.EndsStream;
    }
}
