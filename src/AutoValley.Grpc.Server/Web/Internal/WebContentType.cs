using Microsoft.Extensions.Primitives;

namespace Grpc.AspNetCore.Web.Internal;

/// <summary>The two forms of gRPC-Web, by the names of their media types.</summary>
internal static class WebContentType
{
    public const string Binary = "application/grpc-web+proto";
    public const string Text = "application/grpc-web-text+proto";

    /// <summary>False for what is no gRPC-Web, or carries another format than protobuf.</summary>
    /// <param name="mediaType">With parameters or without.</param>
    /// <param name="text">Whether bodies are base64.</param>
    public static bool TryParse(string? mediaType, out bool text)
    {
        text = false;
        switch (mediaType?.Split(';')[0].Trim().ToLowerInvariant())
        {
            case "application/grpc-web" or Binary:
                return true;
            case "application/grpc-web-text" or "application/grpc-web-text-base64" or Text:
                return text = true;
            default:
                return false;
        }
    }

    /// <summary>Whether the answer is to be base64: as <c>accept</c> says, else like the request.</summary>
    public static bool WantsText(StringValues accept, bool requestIsText)
    {
        foreach (var mediaType in accept.SelectMany(value => (value ?? "").Split(',')))
        {
            if (TryParse(mediaType, out var text))
                return text;
        }
        return requestIsText;
    }
}
