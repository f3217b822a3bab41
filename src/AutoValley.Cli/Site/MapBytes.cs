using AutoValley.Cli.Remote;
using AutoValley.V1;
using Grpc.Core;

namespace AutoValley.Cli.Site;

/// <summary>A version of the map as a file.</summary>
internal static class MapBytes
{
    public static async Task<byte[]> OfAsync(Connection server, uint version, MapFormat format)
    {
        using var call = server.Site.ExportMap(new ExportMapRequest { Version = version, Format = format }, server.Unary);
        using var bytes = new MemoryStream();
        await foreach (var part in call.ResponseStream.ReadAllAsync(server.Stop))
            bytes.Write(part.Data.Span);
        return bytes.ToArray();
    }
}
