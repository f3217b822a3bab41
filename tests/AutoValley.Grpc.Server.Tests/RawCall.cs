using System.Net;

namespace AutoValley.Grpc.Server.Tests;

/// <summary>Requests to a server byte by byte, as no client would make them.</summary>
internal static class RawCall
{
    public const string Unary = "autovalley.interop.InteropService/UnaryCall";
    public const string ClientStream = "autovalley.interop.InteropService/ClientStream";
    public const string ServerStream = "autovalley.interop.InteropService/ServerStream";
    public const string Duplex = "autovalley.interop.InteropService/Duplex";

    private static readonly HttpMessageInvoker Http = new(new SocketsHttpHandler());

    public static Task<RawAnswer> SendAsync(TestServer server, string path, string bodyHex, params (string Name, string Value)[] headers) =>
        SendAsync(server, path, Convert.FromHexString(bodyHex), headers);

    public static async Task<RawAnswer> SendAsync(TestServer server, string path, byte[] body, params (string Name, string Value)[] headers)
    {
        using var request = Create(server, HttpMethod.Post, path);
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.TryAddWithoutValidation("content-type", "application/grpc");
        request.Headers.TryAddWithoutValidation("te", "trailers");
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await SendAsync(request);
    }

    public static HttpRequestMessage Create(TestServer server, HttpMethod method, string path) =>
        new(method, new Uri(server.Address, path)) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };

    public static async Task<RawAnswer> SendAsync(HttpRequestMessage request)
    {
        using var response = await Http.SendAsync(request, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60));
        var body = await response.Content.ReadAsByteArrayAsync().WaitAsync(TimeSpan.FromSeconds(60));
        var headers = response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key, header => string.Join(',', header.Value));
        var trailers = response.TrailingHeaders.ToDictionary(header => header.Key, header => string.Join(',', header.Value));
        return new RawAnswer((int)response.StatusCode, headers, body, trailers);
    }
}

/// <summary>An answer as it came.</summary>
internal sealed record RawAnswer(
    int HttpStatus, IReadOnlyDictionary<string, string> Headers, byte[] Body, IReadOnlyDictionary<string, string> Trailers)
{
    /// <summary>Whether the status came in the one block of headers.</summary>
    public bool IsTrailersOnly => Headers.ContainsKey("grpc-status");

    public string? GrpcStatus => Headers.GetValueOrDefault("grpc-status") ?? Trailers.GetValueOrDefault("grpc-status");

    public string Detail => Headers.GetValueOrDefault("grpc-message") ?? Trailers.GetValueOrDefault("grpc-message") ?? "";
}
