using System.Buffers.Binary;
using System.Text;
using Google.Protobuf;

namespace AutoValley.Grpc.Server.Tests.Web;

/// <summary>A call over gRPC-Web byte by byte, whose response is read frame by frame as it comes.</summary>
internal sealed class WebCall : IDisposable
{
    public const string Unary = "autovalley.interop.InteropService/UnaryCall";
    public const string ServerStream = "autovalley.interop.InteropService/ServerStream";

    private const int PrefixBytes = 5;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly HttpMessageInvoker Http = new(new SocketsHttpHandler());

    private readonly List<byte> _received = [];
    private readonly List<byte> _characters = [];
    private readonly bool _isText;
    private readonly Stream _body;

    private WebCall(HttpResponseMessage response, Stream body)
    {
        (Response, _body) = (response, body);
        _isText = Header("content-type")?.StartsWith("application/grpc-web-text", StringComparison.Ordinal) == true;
    }

    public HttpResponseMessage Response { get; }

    public int HttpStatus => (int)Response.StatusCode;

    /// <summary>A message as a frame, in the form's characters.</summary>
    public static byte[] Body(WebForm form, IMessage message) => Body(form, [0, 0, 0, 0, (byte)message.CalculateSize(), .. message.ToByteArray()]);

    public static byte[] Body(WebForm form, byte[] frames) => form.IsText ? Encoding.ASCII.GetBytes(Convert.ToBase64String(frames)) : frames;

    /// <summary>Sends the request and waits for the response's headers.</summary>
    public static async Task<WebCall> StartAsync(
        TestServer server, string path, WebForm form, byte[] body, params (string Name, string Value)[] headers)
    {
        using var request = RawCall.Create(server, HttpMethod.Post, path);
        request.Version = form.Version;
        request.Content = new ByteArrayContent(body);
        if (!headers.Any(header => header.Name == "content-type"))
            request.Content.Headers.TryAddWithoutValidation("content-type", form.ContentType);
        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
                request.Content.Headers.TryAddWithoutValidation(name, value);
        }
        var response = await Http.SendAsync(request, CancellationToken.None).WaitAsync(Patience);
        return new WebCall(response, await response.Content.ReadAsStreamAsync());
    }

    public string? Header(string name) => Response.Headers.Concat(Response.Content.Headers)
        .Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => string.Join(',', header.Value)).SingleOrDefault();

    /// <summary>The next frame as soon as it is there; null at the end of the body.</summary>
    public async Task<WebFrame?> ReadAsync()
    {
        if (!await FillAsync(PrefixBytes))
            return null;
        var length = BinaryPrimitives.ReadInt32BigEndian(_received.Slice(1, 4).ToArray());
        Assert.True(await FillAsync(PrefixBytes + length));
        var frame = new WebFrame(_received[0], [.. _received.Slice(PrefixBytes, length)]);
        _received.RemoveRange(0, PrefixBytes + length);
        return frame;
    }

    /// <summary>All frames to the end of the body.</summary>
    public async Task<IReadOnlyList<WebFrame>> ReadAllAsync()
    {
        List<WebFrame> frames = [];
        while (await ReadAsync() is { } frame)
            frames.Add(frame);
        return frames;
    }

    /// <summary>The response is headers alone, with this status; gives the decoded text of it.</summary>
    public async Task<string> AssertTrailersOnlyAsync(WebForm form, string status)
    {
        Assert.Equal((200, form.AnswerType, status), (HttpStatus, Header("content-type"), Header("grpc-status")));
        Assert.Empty(await ReadAllAsync());
        return Uri.UnescapeDataString(Header("grpc-message") ?? "");
    }

    public void Dispose() => Response.Dispose();

    // Pieces of base64 end with their padding, so that every four characters stand for themselves.
    private async Task<bool> FillAsync(int count)
    {
        var buffer = new byte[4096];
        while (_received.Count < count)
        {
            var read = await _body.ReadAsync(buffer).AsTask().WaitAsync(Patience);
            if (read == 0)
            {
                Assert.Empty(_characters);
                Assert.Empty(_received);
                return false;
            }
            (_isText ? _characters : _received).AddRange(buffer.AsSpan(0, read));
            for (; _characters.Count >= 4; _characters.RemoveRange(0, 4))
                _received.AddRange(Convert.FromBase64String(Encoding.ASCII.GetString([.. _characters.Slice(0, 4)])));
        }
        return true;
    }
}
