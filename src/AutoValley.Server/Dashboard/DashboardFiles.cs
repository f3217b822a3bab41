using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using Microsoft.Net.Http.Headers;

namespace AutoValley.Server.Dashboard;

/// <summary>
/// The web page (src/AutoValley.Dashboard), built into the folder <c>dashboard</c> beside the server. Files go out compressed as they lie there; those
/// whose name has a digest are kept by browsers for good. Where the page was left out of the build, <c>/</c> says how to come to it.
/// </summary>
internal static class DashboardFiles
{
    private const string Index = "/index.html";

    private const string Missing = """
        This server was built without its web page.
        With Node.js 20.19 or later on PATH, `dotnet build` of AutoValley.Server builds the page too, unless -p:Dashboard=false is said.
        Everything that the page shows is told by the command line `autovalley`, and by gRPC.

        """;

    // Nothing is taken from elsewhere: a browser refuses it, even where a package of the page should ask. Workers of the map are made of its own script.
    private const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; "
        + "worker-src 'self' blob:; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly (string Coding, string Ending)[] Compressions = [("br", ".br"), ("gzip", ".gz")];

    /// <summary>Answers what asks for a file of the page.</summary>
    /// <param name="app">The application.</param>
    /// <param name="folder">Where the page is; it need not exist.</param>
    public static void UseDashboard(this WebApplication app, string folder)
    {
        if (!File.Exists(Path.Combine(folder, "index.html")))
        {
            app.MapGet("/", () => Results.Text(Missing, statusCode: StatusCodes.Status404NotFound));
            return;
        }
        var files = new PhysicalFileProvider(folder);
        app.Lifetime.ApplicationStopped.Register(files.Dispose);
        app.Use(next => context =>
        {
            Choose(context.Request, files);
            return next(context);
        });
        app.UseStaticFiles(new StaticFileOptions { FileProvider = files, ContentTypeProvider = new CompressedTypes(), OnPrepareResponse = Describe });
    }

    // Turns the path of a request into that of the smallest form that its sender takes.
    private static void Choose(HttpRequest request, PhysicalFileProvider files)
    {
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
            return;
        var path = request.Path == "/" ? Index : request.Path.Value ?? "";
        if (!files.GetFileInfo(path).Exists)
            return;
        var accepted = request.GetTypedHeaders().AcceptEncoding;
        request.Path = path + Compressions.FirstOrDefault(one => Accepts(accepted, one.Coding) && files.GetFileInfo(path + one.Ending).Exists).Ending;
    }

    private static bool Accepts(IList<StringWithQualityHeaderValue> accepted, string coding) =>
        accepted.Any(one => one.Value.Equals(coding, StringComparison.OrdinalIgnoreCase) && one.Quality is not 0);

    private static void Describe(StaticFileResponseContext answer)
    {
        var headers = answer.Context.Response.Headers;
        var path = answer.Context.Request.Path.Value ?? "";
        if (Compressions.FirstOrDefault(one => path.EndsWith(one.Ending, StringComparison.Ordinal)) is { Coding: { } coding })
            headers.ContentEncoding = coding;
        headers.Vary = HeaderNames.AcceptEncoding;
        headers.CacheControl = path.StartsWith("/assets/", StringComparison.Ordinal) ? "public, max-age=31536000, immutable" : "no-cache";
        headers.ContentSecurityPolicy = ContentPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
    }

    /// <summary>A compressed file is of the type that it is inside.</summary>
    private sealed class CompressedTypes : IContentTypeProvider
    {
        private readonly FileExtensionContentTypeProvider types = new();

        public bool TryGetContentType(string subpath, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out string contentType)
        {
            foreach (var (_, ending) in Compressions)
            {
                if (subpath.EndsWith(ending, StringComparison.Ordinal))
                    subpath = subpath[..^ending.Length];
            }
            return types.TryGetContentType(subpath, out contentType);
        }
    }
}
