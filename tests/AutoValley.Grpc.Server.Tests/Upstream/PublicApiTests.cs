using System.Reflection;
using Microsoft.AspNetCore.Builder;

namespace AutoValley.Grpc.Server.Tests.Upstream;

/// <summary>Whatever our gRPC shows, upstream's packages show too, with the same names and types: code that compiles with the one compiles with
/// the other.</summary>
public sealed class PublicApiTests
{
    // Generated from the same contracts by the same compiler; upstream keeps some of it in its packages.
    private static readonly string[] Generated = ["Grpc.Health.V1.", "Grpc.Reflection.V1.", "Grpc.Reflection.V1Alpha."];

    [Theory]
    [InlineData(typeof(global::Grpc.Core.Metadata))]
    [InlineData(typeof(GrpcEndpointRouteBuilderExtensions))]
    public void Rooms_Public_AreSubsetsOfUpstream(Type room)
    {
        var upstream = Upstream();
        var own = PublicApi.Of(room.Assembly).Where(line => !Generated.Any(line.StartsWith)).ToArray();
        Assert.NotEmpty(own);
        Assert.Equal([], own.Where(line => !upstream.Contains(line)));
    }

    private static HashSet<string> Upstream()
    {
        var files = typeof(PublicApiTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "Upstream").Value!.Split('|');
        Assert.All(files, file => Assert.True(File.Exists(file), file));
        var platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(':')
            .Where(file => !Path.GetFileName(file).StartsWith("AutoValley.Grpc", StringComparison.Ordinal));
        using var context = new MetadataLoadContext(new PathAssemblyResolver(files.Concat(platform).DistinctBy(Path.GetFileName)));
        return [.. files.SelectMany(file => PublicApi.Of(context.LoadFromAssemblyPath(file)))];
    }
}
