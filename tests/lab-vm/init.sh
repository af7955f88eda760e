#!/bin/busybox sh
# The first program of the emulated machine: this machine's files, read-only and with a layer of its own above them, and the drivers.
/bin/busybox --install -s /bin
export PATH=/bin
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
for module in $(cat /modules); do modprobe "$module" 2>/dev/null; done
mount -t 9p -o trans=virtio,version=9p2000.L,ro,msize=524288,cache=loose host /lower || echo "LAB: no host files"
mount -t tmpfs upper /upper
folder=$(sed 's/.*baygate.folder=\([^ ]*\).*/\1/' /proc/cmdline)
node=$(sed 's/.*baygate.node=\([^ ]*\).*/\1/' /proc/cmdline)
# The suite lies among the edge's files, so that what it names it finds there, and in memory.
mkdir -p "/upper/up$folder/edge" /upper/work
mv /suite "/upper/up$folder/edge/lab-suite"
mount -t overlay -o lowerdir=/lower,upperdir=/upper/up,workdir=/upper/work over /host || echo "LAB: no overlay"
for each in proc sys dev; do mount --bind /$each /host/$each; done
mkdir -p /host/dev/pts /host/dev/shm
mount -t devpts pts /host/dev/pts
mount -t tmpfs shm /host/dev/shm
# Not over the house itself, where somebody has it there.
case "$folder/" in /tmp/*) ;; *) mount -t tmpfs tmp /host/tmp ;; esac
mount -t tmpfs run /host/run
mount -t configfs config /host/sys/kernel/config
ip link set lo up
echo "LAB: up after $(cut -d ' ' -f 1 /proc/uptime) s"
chroot /host /bin/sh -c "cd $folder && HOME=/tmp PATH=/usr/sbin:/usr/bin:/sbin:/bin exec $node edge/lab-suite/run.mjs"
echo "LAB: over after $(cut -d ' ' -f 1 /proc/uptime) s"
poweroff -f
