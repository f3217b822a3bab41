using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace AutoValley.Grpc.Server.Tests.Web;

/// <summary>How a call over gRPC-Web travels.</summary>
/// <param name="IsText">As base64.</param>
/// <param name="IsHttp2">Else HTTP/1.1.</param>
internal sealed record WebForm(bool IsText, bool IsHttp2)
{
    public static TheoryData<bool, bool> All => new() { { false, false }, { false, true }, { true, false }, { true, true } };

    public HttpProtocols Protocols => IsHttp2 ? HttpProtocols.Http2 : HttpProtocols.Http1;

    public Version Version => IsHttp2 ? HttpVersion.Version20 : HttpVersion.Version11;

    public string ContentType => IsText ? "application/grpc-web-text" : "application/grpc-web+proto";

    public string AnswerType => IsText ? "application/grpc-web-text+proto" : "application/grpc-web+proto";
}
