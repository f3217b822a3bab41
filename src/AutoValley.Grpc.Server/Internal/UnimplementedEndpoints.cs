using Grpc.AspNetCore.Web.Internal;
using Grpc.Core;
using Grpc.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Answers calls to methods and services that are not mapped with UNIMPLEMENTED; requests that are no gRPC pass by.</summary>
internal sealed class UnimplementedEndpoints(CallSettings settings)
{
    private readonly HashSet<string> _services = [];
    private bool _mapped;

    /// <summary>Maps what a service lacks, and once for the host the services that it lacks.</summary>
    public void Map(IEndpointRouteBuilder routes, string serviceName)
    {
        if (!_mapped)
            Map(routes, "{service}/{method}", "service");
        _mapped = true;
        if (serviceName.Length > 0 && _services.Add(serviceName))
            Map(routes, serviceName + "/{method}", "method");
    }

    private void Map(IEndpointRouteBuilder routes, string pattern, string missing)
    {
        var route = RoutePatternFactory.Parse(
            pattern, defaults: null, parameterPolicies: new RouteValueDictionary { ["method"] = new GrpcRequestConstraint() });
        routes.Map(route, async context =>
            {
                if (!RequestCheck.Accept(context))
                    return;
                using var call = new ServerCall(context, null, settings);
                await call.EndAsync(new Status(StatusCode.Unimplemented, $"the {missing} of {call.Method} is not implemented"));
            })
            .WithDisplayName($"gRPC unimplemented {missing}")
            .Add(builder => ((RouteEndpointBuilder)builder).Order = int.MaxValue);
    }

    private sealed class GrpcRequestConstraint : IRouteConstraint
    {
        public bool Match(
            HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
            httpContext is not null
            && HttpMethods.IsPost(httpContext.Request.Method)
            && (WebContentType.TryParse(httpContext.Request.ContentType, out _)
                || (HttpProtocol.IsHttp2(httpContext.Request.Protocol) && ProtocolHeaders.IsGrpc(httpContext.Request.ContentType)));
    }
}
