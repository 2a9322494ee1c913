using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Telemetry.Otlp;
using Telemetry.Otlp.Engine;

namespace Telemetry.Tests.OtlpEngine;

/// <summary>O3: the outcome is what the receiver answered, in words that say what to do.</summary>
public sealed class ExchangeTests
{
    private static readonly Destination s_http = new()
    {
        Address = new Uri("http://c:4318/v1/traces"), Timeout = TimeSpan.FromSeconds(3),
    };

    private static readonly Destination s_grpc = s_http with { Address = new Uri("http://c:4317"), IsGrpc = true };

    [Theory]
    [InlineData(401, "answered 401 (Unauthorized): no token", false)]
    [InlineData(503, "answered 503 (ServiceUnavailable): no token", false)]
    [InlineData(429, "answered 429 (TooManyRequests): no token", false)]
    [InlineData(400, "answered 400 (BadRequest): no token", true)]
    [InlineData(413, "answered 413 (RequestEntityTooLarge): no token", true)]
    [InlineData(299, null, false)]
    public void O3_status_decides(int status, string? error, bool isRefused)
    {
        Delivery delivery = Answer(s_http, new HttpResponseMessage((HttpStatusCode)status), "no token.\r\n"u8.ToArray());

        Assert.Equal((error, isRefused), (delivery.Error, delivery.IsRefused));
    }

    [Fact]
    public void O3_redirect_is_a_failure_that_says_where_to()
    {
        var response = new HttpResponseMessage(HttpStatusCode.Found);
        response.Headers.Location = new Uri("/login?token=secret", UriKind.Relative);

        Assert.Equal("answered 302 (Found) to http://c:4318/login, which is not followed", Answer(s_http, response, []).Error);
    }

    [Fact]
    public void O3_partial_success_counts_what_was_rejected()
    {
        byte[] body = [0x0a, 0x07, 0x08, 0x03, 0x12, 0x03, .. "bad"u8];

        Delivery delivery = Answer(s_http, new HttpResponseMessage(HttpStatusCode.OK), body, items: 10);

        Assert.Equal((true, 7, 3, "bad"), (delivery.HasArrived, delivery.Items, delivery.Rejected, delivery.RejectedBecause));
    }

    [Fact]
    public void O3_partial_success_without_a_number_is_a_success()
    {
        byte[] body = [0x0a, 0x06, 0x12, 0x04, .. "hint"u8];

        Delivery delivery = Answer(s_http, new HttpResponseMessage(HttpStatusCode.OK), body, items: 10);

        Assert.Equal((true, 10, 0), (delivery.HasArrived, delivery.Items, delivery.Rejected));
    }

    [Theory]
    [InlineData(0, "", null, false)]
    [InlineData(16, "no%20token", "answered 16 (UNAUTHENTICATED): no token", false)]
    [InlineData(14, "", "answered 14 (UNAVAILABLE)", false)]
    [InlineData(3, "bad", "answered 3 (INVALID_ARGUMENT): bad", true)]
    [InlineData(99, "", "answered 99", false)]
    public void O3_status_of_grpc_decides(int code, string text, string? error, bool isRefused)
    {
        var response = new HttpResponseMessage(HttpStatusCode.OK);
        response.TrailingHeaders.Add("grpc-status", $"{code}");
        if (text.Length > 0)
        {
            response.TrailingHeaders.Add("grpc-message", text);
        }

        Delivery delivery = Answer(s_grpc, response, []);

        Assert.Equal((error, isRefused), (delivery.Error, delivery.IsRefused));
    }

    [Fact]
    public void O3_answer_that_is_not_grpc_is_a_failure() =>
        Assert.Equal("did not answer by gRPC", Answer(s_grpc, new HttpResponseMessage(HttpStatusCode.OK), "<html>"u8.ToArray()).Error);

    [Fact]
    public void O3_partial_success_of_grpc_is_read_from_its_frame()
    {
        var response = new HttpResponseMessage(HttpStatusCode.OK);
        response.TrailingHeaders.Add("grpc-status", "0");
        byte[] body = [0, 0, 0, 0, 9, 0x0a, 0x07, 0x08, 0x03, 0x12, 0x03, .. "bad"u8];

        Assert.Equal(3, Answer(s_grpc, response, body).Rejected);
        Assert.Equal(0, Answer(s_grpc, response, body[..8]).Rejected);
    }

    public static TheoryData<Exception, bool, string> Exceptions => new()
    {
        { new TaskCanceledException(), false, "did not answer in 3 s" },
        { new TaskCanceledException(), true, "did not answer in the time that was left" },
        {
            new HttpRequestException("x", new SocketException((int)SocketError.ConnectionRefused)), false,
            $"could not be reached: {new SocketException((int)SocketError.ConnectionRefused).Message}"
        },
        {
            new HttpRequestException("x", new AuthenticationException("The certificate has expired.")), false,
            "could not be trusted: The certificate has expired"
        },
        { new HttpRequestException("x", new IOException("The response ended\nprematurely.")), false,
            "could not be reached: The response ended prematurely" },
    };

    [Theory]
    [MemberData(nameof(Exceptions))]
    public void O3_exception_is_described(Exception exception, bool isOver, string expected)
    {
        var exchange = new Exchange(s_http);

        exchange.Fail(exception, isOver);

        Delivery delivery = exchange.End(hasArrived: false, items: 1);
        Assert.Equal((expected, false), (delivery.Error, delivery.IsRefused));
    }

    [Fact]
    public void O3_what_the_SDK_could_not_send_is_refused()
    {
        Delivery delivery = new Exchange(s_http).End(hasArrived: false, items: 1);

        Assert.True(delivery.IsRefused);
        Assert.Contains("too large", delivery.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_of_a_receiver_is_one_short_line()
    {
        string page = $"<html>\r\n\t<body>{new string('x', 500)}\u001b[31m</body>";

        string shown = ResponseText.OfFailure("text/html", Encoding.UTF8.GetBytes(page))!;

        Assert.Equal(200, shown.Length);
        Assert.DoesNotContain(shown, char.IsControl);
    }

    [Fact]
    public void Message_of_a_status_is_read()
    {
        byte[] body = [0x08, 0x03, 0x12, 0x03, .. "bad"u8];

        Assert.Equal("bad", ResponseText.OfFailure("application/x-protobuf", body));
        Assert.Null(ResponseText.OfFailure("application/x-protobuf", []));
    }

    private static Delivery Answer(Destination destination, HttpResponseMessage response, byte[] body, long items = 1)
    {
        var exchange = new Exchange(destination);
        exchange.Answer(response, body);
        return exchange.End(hasArrived: exchange.HasAnswer && response.IsSuccessStatusCode, items);
    }
}
