# Plain sockets, to see what a network does without any program of ours:
#   perl probe.pl tcp|udp LOCAL-PORT ADDRESS PORT [ADDRESS PORT]...   connects or sends to each in turn from the one local port
#   perl probe.pl echo ADDRESS                                        ICMP echoes, 10 at most, until one is answered in 0.4 s
# A line for each: its milliseconds, or why not. A connection has 2 s; a datagram is not answered and takes none.
use strict;
use warnings;
use Errno qw(EINPROGRESS);
use Fcntl qw(F_SETFL O_NONBLOCK);
use Socket qw(:DEFAULT :addrinfo SO_REUSEPORT SOL_SOCKET SO_ERROR IPPROTO_ICMPV6 AF_INET6 SOCK_RAW);
use Time::HiRes qw(time);

sub address {
    my ($host, $port) = @_;
    my ($wrong, $first) = getaddrinfo($host, $port, { flags => AI_NUMERICHOST, socktype => SOCK_STREAM });
    die "address: $host ($wrong)\n" if $wrong;
    return ($first->{family}, $first->{addr});
}

sub within {
    my ($socket, $seconds, $writes) = @_;
    vec(my $bits = "", fileno($socket), 1) = 1;
    return $writes ? select(undef, $bits, undef, $seconds) : select($bits, undef, undef, $seconds);
}

sub echo {
    my ($family, $target) = address(@_, 0);
    my $ipv6 = $family == AF_INET6;
    socket(my $socket, $family, SOCK_RAW, $ipv6 ? IPPROTO_ICMPV6 : 1) or die "raw socket: $!\n";
    my $id = $$ & 0xffff;
    for my $number (1 .. 10) {
        my $words = pack("n4", $ipv6 ? 0x8000 : 0x0800, 0, $id, $number);
        substr($words, 2, 2) = pack("n", 0xffff - unpack("%32n*", $words) % 0xffff) unless $ipv6;
        my $began = time();
        send($socket, $words, 0, $target) or return "$!";
        while ((my $left = $began + 0.4 - time()) > 0) {
            within($socket, $left) or last;
            recv($socket, my $answer, 1500, 0) // return "$!";
            my ($type, @from) = unpack($ipv6 ? "C x3 n n" : "x20 C x3 n n", $answer);
            next unless $type == ($ipv6 ? 129 : 0) && "@from" eq "$id $number";
            return sprintf("%.1f", (time() - $began) * 1000);
        }
    }
    return "nothing";
}

my @held;

sub reach {
    my ($kind, $local, $host, $port) = @_;
    my ($family, $target) = address($host, $port);
    socket(my $socket, $family, $kind eq "tcp" ? SOCK_STREAM : SOCK_DGRAM, 0) or die "socket: $!\n";
    push @held, $socket;
    setsockopt($socket, SOL_SOCKET, $_, 1) or die "socket: $!\n" for SO_REUSEADDR, SO_REUSEPORT;
    my (undef, $any) = address($family == AF_INET6 ? "::" : "0.0.0.0", $local);
    bind($socket, $any) or die "port $local: $!\n";
    if ($kind eq "udp") {
        return defined send($socket, "?", 0, $target) ? "0" : "$!";
    }
    fcntl($socket, F_SETFL, O_NONBLOCK) or die "socket: $!\n";
    my $began = time();
    connect($socket, $target) or $! == EINPROGRESS or return "$!";
    return "nothing" unless within($socket, 2, 1);
    my $millis = (time() - $began) * 1000;
    $! = unpack("i", getsockopt($socket, SOL_SOCKET, SO_ERROR));
    return $! ? "$!" : sprintf("%.1f", $millis);
}

my ($kind, @words) = @ARGV;
if ($kind eq "echo") {
    print echo(@words), "\n";
} else {
    my $local = shift @words;
    print reach($kind, $local, splice(@words, 0, 2)), "\n" while @words;
}
